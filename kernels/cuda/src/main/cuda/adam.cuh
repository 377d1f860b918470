// The arithmetic of Adam on one element, shared by Adam and LAMB.
#pragma once

#include "steps.cuh"

namespace gns {

struct AdamHyper {
  double scale;  // of the gradient array, if there is no gate
  double learningRate;
  double beta1;
  double beta2;
  double epsilon;
  Decay decay;
  double correction1;
  double correction2;
};

// The settings in the state's type, formed in double first: 1 − β₂ is not representable well as
// 1.0f − β₂.
template <typename S>
struct Adam {
  S factor, rate, beta1, rest1, beta2, rest2, epsilon, coupled, decoupled, inverse1, inverse2;

  __device__ __forceinline__ Adam(const AdamHyper& h, double coefficient)
      : factor(static_cast<S>(coefficient)),
        rate(static_cast<S>(h.learningRate)),
        beta1(static_cast<S>(h.beta1)),
        rest1(static_cast<S>(1 - h.beta1)),
        beta2(static_cast<S>(h.beta2)),
        rest2(static_cast<S>(1 - h.beta2)),
        epsilon(static_cast<S>(h.epsilon)),
        coupled(static_cast<S>(h.decay.coupled)),
        decoupled(static_cast<S>(h.decay.decoupled)),
        inverse1(static_cast<S>(1 / h.correction1)),
        inverse2(static_cast<S>(1 / h.correction2)) {}

  // m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g².
  __device__ __forceinline__ void moments(S g, S& m, S& v) const {
    m = fused(beta1, m, rest1 * g);
    v = fused(beta2, v, (rest2 * g) * g);
  }

  __device__ __forceinline__ S denominator(S v) const { return root(v * inverse2) + epsilon; }

  __device__ __forceinline__ S direction(S m, S v) const {
    return (m * inverse1) / denominator(v);
  }
};

}  // namespace gns
