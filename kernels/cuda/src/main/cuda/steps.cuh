// What the optimizer steps share: the gate, weight decay, where the step goes, and their sums.
#pragma once

#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

// Where a step goes: the parameters are changed, or the update is stored for the caller to subtract.
template <typename S>
struct Target {
  S* parameters;  // null only if updates is not, and there is no decay
  S* updates;     // null to change the parameters

  __device__ __forceinline__ bool reads() const { return parameters != nullptr; }
};

// Weight decay: coupled adds to the gradient, decoupled to the update.
struct Decay {
  double coupled;
  double decoupled;
};

// Sums of a step in the order of their slots.
enum StepSlot {
  kSlotGradient,
  kSlotMean,
  kSlotUpdate,
  kSlotParameter,
  kSlotGradientMetric,
  kSlotMeanMetric,
  kSlotNonFinite,
  kStepSlots
};

// A closed gate means that the step is skipped.
__device__ __forceinline__ bool closed(const double* gate) {
  return gate != nullptr && gate[kGateApplies] == 0;
}

// Factor from the array to the gradient that is applied.
__device__ __forceinline__ double coefficient(const double* gate, double scale) {
  return gate != nullptr ? gate[kGateCoefficient] : scale;
}

struct None {};

// A skipped step leaves everything as it is; an update to subtract is then 0.
template <typename S>
__device__ __forceinline__ void skip(const Chunk* chunks, i64 count, S* updates) {
  if (updates == nullptr) {
    return;
  }
  const bool isWide = wide(updates);
  const S zero[kQuad] = {0, 0, 0, 0};
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    const auto read = [](i64, const Access&, None&) {};
    const auto take = [&](i64 i, const Access& access, None&) {
      store(updates, i, access.span, isWide, zero);
    };
    forEachQuad<1, None>(chunk, isWide, read, take);
  }
}

// Running statistics: w ← w − g, or the array as it is.
template <typename G, typename S>
__device__ __forceinline__ void subtract(const Chunk& chunk, Target<S> target, const G* gradient) {
  if (target.updates != nullptr) {
    return;
  }
  const bool wideW = wide(target.parameters);
  const bool wideG = wide(gradient);
  struct Quad {
    S g[kQuad];
    S w[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(gradient, i, access.span, wideG, q.g);
    load(target.parameters, i, access.span, wideW, q.w);
  };
  const auto take = [&](i64 i, const Access& access, Quad& q) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      q.w[j] -= q.g[j];
    }
    store(target.parameters, i, access.span, wideW, q.w);
  };
  forEachQuad<1, Quad>(chunk, wideG && wideW, read, take);
}

// Stores w − update, or the update.
template <typename S>
__device__ __forceinline__ void apply(
    Target<S> target, i64 i, Span span, bool isWide, const S (&w)[kQuad], const S (&update)[kQuad]) {
  if (target.updates != nullptr) {
    store(target.updates, i, span, isWide, update);
    return;
  }
  S next[kQuad];
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    next[j] = w[j] - update[j];
  }
  store(target.parameters, i, span, isWide, next);
}

__device__ __forceinline__ void addSquare(double& sum, double x) { sum = fma(x, x, sum); }

}  // namespace gns
