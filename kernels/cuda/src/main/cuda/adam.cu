// Adam and AdamW as PyTorch defines them, and the first phase of LAMB, which only differs in where
// it stops: both update the moments and reduce the same sums.
#include "adam.cuh"

namespace gns {

enum class Phase { kAdam, kLambFirst };

template <Phase PHASE, typename S>
__device__ __forceinline__ S adamElement(
    const Adam<S>& adam, S& g, S& m, S& v, S w, double (&sums)[kStepSlots], int& nonFinite) {
  nonFinite += finite(g) ? 0 : 1;
  g = fused(adam.coupled, w, adam.factor * g);
  adam.moments(g, m, v);
  const S denominator = adam.denominator(v);
  S direction = (m * adam.inverse1) / denominator;
  if (PHASE == Phase::kLambFirst) {
    direction = fused(adam.decoupled, w, direction);
  }
  const double p = v == S(0) ? S(0) : S(1) / denominator;
  addSquare(sums[kSlotGradient], g);
  addSquare(sums[kSlotMean], m);
  addSquare(sums[kSlotUpdate], direction);
  addSquare(sums[kSlotParameter], w);
  addSquare(sums[kSlotGradientMetric], p * g);
  addSquare(sums[kSlotMeanMetric], p * m);
  return fused(adam.rate * adam.decoupled, w, adam.rate * direction);
}

template <Phase PHASE, typename G, typename S>
__device__ __forceinline__ void adamChunk(
    const Chunk& chunk, Target<S> target, const G* gradient, S* first, S* second,
    const Adam<S>& adam, double (&sums)[kStepSlots]) {
  const bool wideG = wide(gradient);
  const bool wideW = wide(target.parameters);
  const bool wideM = wide(first);
  const bool wideV = wide(second);
  const bool wideT = target.updates != nullptr ? wide(target.updates) : wideW;
  struct Quad {
    S g[kQuad];
    S m[kQuad];
    S v[kQuad];
    S w[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(gradient, i, access.span, access.allWide || wideG, q.g);
    load(first, i, access.span, access.allWide || wideM, q.m);
    load(second, i, access.span, access.allWide || wideV, q.v);
    clear(q.w);
    if (target.reads()) {
      load(target.parameters, i, access.span, access.allWide || wideW, q.w);
    }
  };
  int nonFinite = 0;
  const auto take = [&](i64 i, const Access& access, Quad& q) {
    S update[kQuad];
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      update[j] = adamElement<PHASE>(adam, q.g[j], q.m[j], q.v[j], q.w[j], sums, nonFinite);
    }
    store(first, i, access.span, access.allWide || wideM, q.m);
    store(second, i, access.span, access.allWide || wideV, q.v);
    if (PHASE == Phase::kAdam) {
      apply(target, i, access.span, access.allWide || wideT, q.w, update);
    }
  };
  const bool isWide = wideG && wideW && wideM && wideV && wideT;
  forEachQuad<batch<S>(1), Quad>(chunk, isWide, read, take);
  sums[kSlotNonFinite] = nonFinite;
}

template <Phase PHASE, typename G, typename S>
__device__ __forceinline__ void adam(
    const Chunk* chunks, i64 count, Target<S> target, const G* gradient, S* first, S* second,
    const AdamHyper& h, const double* gate, double* partials) {
  if (closed(gate)) {
    if (PHASE == Phase::kAdam) {
      skip(chunks, count, target.updates);
    }
    return;
  }
  const Adam<S> settings(h, coefficient(gate, h.scale));
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    double sums[kStepSlots] = {0, 0, 0, 0, 0, 0, 0};
    if (!chunk.isStatistics()) {
      adamChunk<PHASE>(chunk, target, gradient, first, second, settings, sums);
    } else if (PHASE == Phase::kAdam) {
      subtract(chunk, target, gradient);
    }
    if (partials != nullptr) {
      blockSums(sums, partials, count, c);
    }
  }
}

}  // namespace gns

#define GNS_ADAM_PHASE(name, phase, G, S)                                                        \
  GNS_KERNEL_AT(                                                                                 \
      gns::kStreaming<S>,                                                                        \
      name,                                                                                      \
      (const gns::Chunk* chunks, long long count, S* parameters, S* updates,                     \
       const G* gradient, S* first, S* second, gns::AdamHyper hyper, const double* gate,         \
       double* partials),                                                                        \
      (chunks, count, gns::Target<S>{parameters, updates}, gradient, first, second, hyper, gate, \
       partials),                                                                                \
      (gns::adam<phase, G, S>))
#define GNS_ADAM(suffix, G, S) GNS_ADAM_PHASE(adam_##suffix, gns::Phase::kAdam, G, S)
#define GNS_LAMB_FIRST(suffix, G, S) \
  GNS_ADAM_PHASE(lamb_first_##suffix, gns::Phase::kLambFirst, G, S)
GNS_GRADIENT_AND_STATE(GNS_ADAM)
GNS_GRADIENT_AND_STATE(GNS_LAMB_FIRST)
