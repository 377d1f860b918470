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
  struct Quad {
    S m[kQuad];
    S v[kQuad];
    S w[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(first, i, access.span, access.allWide || wideM, q.m);
    load(second, i, access.span, access.allWide || wideV, q.v);
    load(target.parameters, i, access.span, access.allWide || wideW, q.w);
  };
  const auto take = [&](i64 i, const Access& access, const Quad& q) {
    S update[kQuad];
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      update[j] = step * fused(adam.decoupled, q.w[j], adam.direction(q.m[j], q.v[j]));
    }
    apply(target, i, access.span, access.allWide || wideT, q.w, update);
  };
  forEachQuad<batch<S>(2), Quad>(
      chunk, wideW && wideM && wideV && wideT, read, take);
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
  GNS_KERNEL_AT(                                                                                 \
      gns::kStreaming<S>,                                                                        \
      lamb_second_##suffix,                                                                      \
      (const gns::Chunk* chunks, long long count, S* parameters, S* updates,                     \
       const G* gradient, const S* first, const S* second, gns::AdamHyper hyper,                 \
       const double* gate, const double* record),                                                \
      (chunks, count, gns::Target<S>{parameters, updates}, gradient, first, second, hyper, gate, \
       record),                                                                                  \
      (gns::lambSecond<G, S>))
GNS_GRADIENT_AND_STATE(GNS_LAMB_SECOND)
