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

// Returns the update of one element.
template <typename S>
__device__ __forceinline__ S sgdElement(
    const SgdHyper& h, S factor, bool hasBuffer, S g, S& b, S w, double (&sums)[kStepSlots]) {
  sums[kSlotNonFinite] += finite(g) ? 0 : 1;
  g = fused(static_cast<S>(h.decay.coupled), w, factor * g);
  const S direction = hasBuffer ? sgdDirection(g, b, h) : g;
  addSquare(sums[kSlotGradient], g);
  addSquare(sums[kSlotMean], b);
  addSquare(sums[kSlotUpdate], direction);
  addSquare(sums[kSlotParameter], w);
  return fused(
      static_cast<S>(h.learningRate * h.decay.decoupled), w,
      static_cast<S>(h.learningRate) * direction);
}

template <typename G, typename S>
__device__ __forceinline__ void sgdChunk(
    const Chunk& chunk, Target<S> target, const G* gradient, S* first, const SgdHyper& h, S factor,
    double (&sums)[kStepSlots]) {
  const bool wideG = wide(gradient);
  const bool wideW = wide(target.parameters);
  const bool wideB = wide(first);
  const bool wideT = target.updates != nullptr ? wide(target.updates) : wideW;
  struct Quad {
    S g[kQuad];
    S w[kQuad];
    S b[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(gradient, i, access.span, access.allWide || wideG, q.g);
    clear(q.w);
    clear(q.b);
    if (target.reads()) {
      load(target.parameters, i, access.span, access.allWide || wideW, q.w);
    }
    if (first != nullptr && !h.start) {
      load(first, i, access.span, access.allWide || wideB, q.b);
    }
  };
  const auto take = [&](i64 i, const Access& access, Quad& q) {
    S update[kQuad];
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      update[j] = sgdElement(h, factor, first != nullptr, q.g[j], q.b[j], q.w[j], sums);
    }
    if (first != nullptr) {
      store(first, i, access.span, access.allWide || wideB, q.b);
    }
    apply(target, i, access.span, access.allWide || wideT, q.w, update);
  };
  forEachQuad<batch<S>(2), Quad>(
      chunk, wideG && wideW && wideB && wideT, read, take);
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

#define GNS_SGD(suffix, G, S)                                                         \
  GNS_KERNEL_AT(                                                                      \
      gns::kStreaming<S>,                                                             \
      sgd_##suffix,                                                                   \
      (const gns::Chunk* chunks, long long count, S* parameters, S* updates,          \
       const G* gradient, S* first, gns::SgdScalars scalars, int nesterov, int start, \
       const double* gate, double* partials),                                         \
      (chunks, count, gns::Target<S>{parameters, updates}, gradient, first,           \
       gns::SgdHyper(scalars, nesterov, start), gate, partials),                      \
      (gns::sgd<G, S>))
GNS_GRADIENT_AND_STATE(GNS_SGD)
