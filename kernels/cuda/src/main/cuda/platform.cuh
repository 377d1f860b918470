// What the kernels take from the platform: nvcc, or g++ with the emulator of the tests.
#pragma once

#ifdef __CUDACC__

// Defines an entry point of the module of which `blocks` must fit on a multiprocessor at once. Names
// are plain C, so that the PTX is reproducible.
#define GNS_KERNEL_AT(blocks, name, parameters, arguments, body)                            \
  extern "C" __global__ void __launch_bounds__(gns::kThreads, blocks) name parameters {     \
    body arguments;                                                                         \
  }

// An array in the shared memory of the block.
#define GNS_SHARED(type, name, count) __shared__ type name[count]

#else

#include "emulator.h"

#endif

#define GNS_KERNEL(name, parameters, arguments, body) \
  GNS_KERNEL_AT(gns::kBlocks, name, parameters, arguments, body)

namespace gns {

using i64 = long long;

// Threads of every block, and blocks that must fit on a multiprocessor at once: up to 128 of its
// 65,536 registers for a thread. Without the second number the compiler aims at 64 and spills.
constexpr int kThreads = 256;
constexpr int kBlocks = 2;

// As kBlocks, of the kernels that stream arrays of state type S: on an H200 four blocks of float32 keep
// the memory busy, three or two do not; float64 would spill at more than two.
template <typename S>
constexpr int kStreaming = sizeof(S) == 8 ? kBlocks : 4;
constexpr int kWarp = 32;
constexpr int kWarps = kThreads / kWarp;
constexpr unsigned kAllLanes = 0xffffffffu;

// Elements that a thread takes at a time: 16 bytes of float32.
constexpr int kQuad = 4;

// A record holds one double for each of these sums, segment by segment, in the order of the Java
// enum Sum (a test compares them).
enum Sum {
  kGradientSquared,
  kMeanSquared,
  kDeviationSquared,
  kGradientSquaredMetric,
  kMeanSquaredMetric,
  kDeviationSquaredMetric,
  kUpdateSquared,
  kParameterSquared,
  kDot,
  kTrustRatio,
  kNonFinite,
  kSums
};

// What the gate kernel leaves for the step kernels.
enum Gate { kGateApplies, kGateCoefficient, kGateLength };

template <typename T>
__device__ __forceinline__ T fused(T a, T b, T c);
template <>
__device__ __forceinline__ float fused<float>(float a, float b, float c) {
  return fmaf(a, b, c);
}
template <>
__device__ __forceinline__ double fused<double>(double a, double b, double c) {
  return fma(a, b, c);
}

__device__ __forceinline__ float root(float x) { return sqrtf(x); }
__device__ __forceinline__ double root(double x) { return sqrt(x); }

// x - x is 0 for finite x and NaN otherwise.
template <typename T>
__device__ __forceinline__ bool finite(T x) {
  return x - x == T(0);
}

}  // namespace gns
