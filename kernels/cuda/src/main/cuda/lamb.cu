// The second phase of LAMB: w ← w − η·ratio·u, with u formed again from the stored moments.
#include "adam.cuh"

namespace gns {

template <typename S>
__device__ __forceinline__ void lambChunk(
    const Chunk& chunk, Target<S> target, const S* first, const S* second, const Adam<S>& adam,
    S step) {
  const bool wideW = wide(target.parameters);
  const bool wideM = wide(first);
  const bool wideV = wide(second);
  const bool wideT = target.updates != nullptr ? wide(target.updates) : wideW;
  forEachQuad(chunk, [&](i64 i, Span span) {
    S m[kQuad];
    S v[kQuad];
    S w[kQuad];
    S update[kQuad];
    load(first, i, span, wideM, m);
    load(second, i, span, wideV, v);
    load(target.parameters, i, span, wideW, w);
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      update[j] = step * fused(adam.decoupled, w[j], adam.direction(m[j], v[j]));
    }
    apply(target, i, span, wideT, w, update);
  });
}

template <typename G, typename S>
__device__ __forceinline__ void lambSecond(
    const Chunk* chunks, i64 count, Target<S> target, const G* gradient, const S* first,
    const S* second, const AdamHyper& h, const double* gate, const double* record) {
  if (closed(gate)) {
    skip(chunks, count, target.updates);
    return;
  }
  const Adam<S> settings(h, 1);
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    if (chunk.isStatistics()) {
      subtract(chunk, target, gradient);
    } else {
      const double ratio = record[i64(chunk.segment()) * kSums + kTrustRatio];
      const S step = static_cast<S>(h.learningRate * ratio);
      lambChunk(chunk, target, first, second, settings, step);
    }
  }
}

}  // namespace gns

#define GNS_LAMB_SECOND(suffix, G, S)                                                            \
  GNS_KERNEL(                                                                                    \
      lamb_second_##suffix,                                                                      \
      (const gns::Chunk* chunks, long long count, S* parameters, S* updates,                     \
       const G* gradient, const S* first, const S* second, gns::AdamHyper hyper,                 \
       const double* gate, const double* record),                                                \
      (chunks, count, gns::Target<S>{parameters, updates}, gradient, first, second, hyper, gate, \
       record),                                                                                  \
      (gns::lambSecond<G, S>))
GNS_GRADIENT_AND_STATE(GNS_LAMB_SECOND)
