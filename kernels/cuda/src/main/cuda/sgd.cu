// Stochastic gradient descent with momentum, dampening and Nesterov's form, as PyTorch defines it.
#include "steps.cuh"

namespace gns {

struct SgdScalars {
  double scale;  // of the gradient array, if there is no gate
  double learningRate;
  double momentum;
  double dampening;
  Decay decay;
};

struct SgdHyper : SgdScalars {
  bool nesterov;
  bool start;

  __device__ __forceinline__ SgdHyper(const SgdScalars& scalars, int nesterov, int start)
      : SgdScalars(scalars), nesterov(nesterov != 0), start(start != 0) {}
};

// One element: b ← g at the start, else μb + (1 − dampening)g; returns the direction.
template <typename S>
__device__ __forceinline__ S sgdDirection(S g, S& buffer, const SgdHyper& h) {
  const S momentum = static_cast<S>(h.momentum);
  buffer = h.start ? g : fused(momentum, buffer, static_cast<S>(1 - h.dampening) * g);
  return h.nesterov ? fused(momentum, buffer, g) : buffer;
}

template <typename G, typename S>
__device__ __forceinline__ void sgdChunk(
    const Chunk& chunk, Target<S> target, const G* gradient, S* first, const SgdHyper& h, S factor,
    double (&sums)[kStepSlots]) {
  const bool wideG = wide(gradient);
  const bool wideW = wide(target.parameters);
  const bool wideB = wide(first);
  const bool wideT = target.updates != nullptr ? wide(target.updates) : wideW;
  forEachQuad(chunk, [&](i64 i, Span span) {
    S g[kQuad];
    S w[kQuad] = {0, 0, 0, 0};
    S b[kQuad] = {0, 0, 0, 0};
    S update[kQuad];
    load(gradient, i, span, wideG, g);
    if (target.reads()) {
      load(target.parameters, i, span, wideW, w);
    }
    if (first != nullptr && !h.start) {
      load(first, i, span, wideB, b);
    }
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      sums[kSlotNonFinite] += finite(g[j]) ? 0 : 1;
      g[j] = fused(static_cast<S>(h.decay.coupled), w[j], factor * g[j]);
      const S direction = first == nullptr ? g[j] : sgdDirection(g[j], b[j], h);
      update[j] = fused(
          static_cast<S>(h.learningRate * h.decay.decoupled), w[j],
          static_cast<S>(h.learningRate) * direction);
      addSquare(sums[kSlotGradient], g[j]);
      addSquare(sums[kSlotMean], b[j]);
      addSquare(sums[kSlotUpdate], direction);
      addSquare(sums[kSlotParameter], w[j]);
    }
    if (first != nullptr) {
      store(first, i, span, wideB, b);
    }
    apply(target, i, span, wideT, w, update);
  });
}

template <typename G, typename S>
__device__ __forceinline__ void sgd(
    const Chunk* chunks, i64 count, Target<S> target, const G* gradient, S* first,
    const SgdHyper& h, const double* gate, double* partials) {
  if (closed(gate)) {
    skip(chunks, count, target.updates);
    return;
  }
  const S factor = static_cast<S>(coefficient(gate, h.scale));
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    double sums[kStepSlots] = {0, 0, 0, 0, 0, 0, 0};
    if (chunk.isStatistics()) {
      subtract(chunk, target, gradient);
    } else {
      sgdChunk(chunk, target, gradient, first, h, factor, sums);
    }
    if (partials != nullptr) {
      blockSums(sums, partials, count, c);
    }
  }
}

}  // namespace gns

#define GNS_SGD(suffix, G, S)                                                             \
  GNS_KERNEL(                                                                             \
      sgd_##suffix,                                                                       \
      (const gns::Chunk* chunks, long long count, S* parameters, S* updates,              \
       const G* gradient, S* first, gns::SgdScalars scalars, int nesterov, int start,     \
       const double* gate, double* partials),                                             \
      (chunks, count, gns::Target<S>{parameters, updates}, gradient, first,               \
       gns::SgdHyper(scalars, nesterov, start), gate, partials),                          \
      (gns::sgd<G, S>))
GNS_GRADIENT_AND_STATE(GNS_SGD)
