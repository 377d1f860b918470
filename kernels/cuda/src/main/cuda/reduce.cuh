// Sums over the threads of a block, in an order that depends on nothing but the thread index.
#pragma once

#include "platform.cuh"

namespace gns {

__device__ __forceinline__ double warpSum(double x) {
#pragma unroll
  for (int offset = kWarp / 2; offset > 0; offset /= 2) {
    x += __shfl_xor_sync(kAllLanes, x, offset);
  }
  return x;
}

// First stage: adds each sum over the block; thread k writes sum k to partials[k * stride + place].
template <int K>
__device__ __forceinline__ void blockSums(
    const double (&sums)[K], double* partials, i64 stride, i64 place) {
  static_assert(K <= kThreads, "one thread writes one sum");
  GNS_SHARED(double, warps, K * kWarps);
  const int lane = threadIdx.x % kWarp;
  const int warp = threadIdx.x / kWarp;
#pragma unroll
  for (int k = 0; k < K; k++) {
    double total = warpSum(sums[k]);
    if (lane == 0) {
      warps[k * kWarps + warp] = total;
    }
  }
  __syncthreads();
  if (threadIdx.x < K) {
    double total = 0;
#pragma unroll
    for (int w = 0; w < kWarps; w++) {
      total += warps[threadIdx.x * kWarps + w];
    }
    partials[threadIdx.x * stride + place] = total;
  }
  __syncthreads();  // the next chunk writes the same shared memory
}

// Adds values[0], values[step], ... of which there are count: thread t takes every kThreads-th, then
// the threads are added as above. The result is valid in thread 0. Most segments are one chunk only.
__device__ __forceinline__ double blockTotal(const double* values, i64 count) {
  if (count == 1) {
    return values[0];
  }
  GNS_SHARED(double, warps, kWarps);
  double sum = 0;
#pragma unroll 8
  for (i64 i = threadIdx.x; i < count; i += kThreads) {
    sum += values[i];
  }
  sum = warpSum(sum);
  if (threadIdx.x % kWarp == 0) {
    warps[threadIdx.x / kWarp] = sum;
  }
  __syncthreads();
  double total = 0;
  if (threadIdx.x == 0) {
#pragma unroll
    for (int w = 0; w < kWarps; w++) {
      total += warps[w];
    }
  }
  __syncthreads();
  return total;
}

// Adds N values over the lanes of a warp at once: lane l ends with the total of value l % N. Takes
// N - 1 + log2(32 / N) shuffles instead of 5 N.
template <int N>
__device__ __forceinline__ double warpTransposedSum(double (&values)[N]) {
  const int lane = threadIdx.x % kWarp;
#pragma unroll
  for (int half = N / 2, bit = 1; half > 0; half /= 2, bit *= 2) {
#pragma unroll
    for (int k = 0; k < N / 2; k++) {
      if (k < half) {
        double low = values[2 * k];
        double high = values[2 * k + 1];
        bool upper = (lane & bit) != 0;
        double kept = upper ? high : low;
        double sent = upper ? low : high;
        values[k] = kept + __shfl_xor_sync(kAllLanes, sent, bit);
      }
    }
  }
  double total = values[0];
#pragma unroll
  for (int offset = N; offset < kWarp; offset *= 2) {
    total += __shfl_xor_sync(kAllLanes, total, offset);
  }
  return total;
}

}  // namespace gns
