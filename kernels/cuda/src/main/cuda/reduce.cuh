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

// Adds N values over the lanes of a warp at once: lane l ends with the total of value l % N. Takes
// N - 1 + log2(32 / N) shuffles instead of 5 N. Values come one after the other, in order, and are folded
// as soon as two of a kind are there, so that at most 1 + log2 N of them are alive.
template <int N>
class TransposedSum {
 public:
  // Takes value k, a constant of the unrolled loop.
  __device__ __forceinline__ void take(int k, double value) {
    values[k] = value;
#pragma unroll
    for (int half = 1; half < N; half *= 2) {
      if ((k + 1) % (2 * half) == 0) {
        const int low = k + 1 - 2 * half;
        values[low] = fold(values[low], values[low + half], half);
      }
    }
  }

  __device__ __forceinline__ double total() const {
    double total = values[0];
#pragma unroll
    for (int offset = N; offset < kWarp; offset *= 2) {
      total += __shfl_xor_sync(kAllLanes, total, offset);
    }
    return total;
  }

 private:
  double values[N];

  // Lanes with the bit keep the sum of the high values over both lanes of a pair, the others that of the low.
  __device__ __forceinline__ static double fold(double low, double high, int bit) {
    const bool upper = (threadIdx.x & bit) != 0;
    const double kept = upper ? high : low;
    const double sent = upper ? low : high;
    return kept + __shfl_xor_sync(kAllLanes, sent, bit);
  }
};

// As TransposedSum, through shared memory of the warp: half the instructions, for values that come together.
template <int N>
class HeldSum {
 public:
  static constexpr int kPitch = kWarp + 1;  // against bank conflicts
  static constexpr int kRoom = N * kPitch;

  // Takes value k of this lane.
  __device__ __forceinline__ static void put(int k, double value, double* room) {
    room[k * kPitch + threadIdx.x % kWarp] = value;
  }

  // Lane l gets the total of value l % N: first of N neighbours, then of these.
  __device__ __forceinline__ static double total(const double* room) {
    __syncwarp();
    const int lane = threadIdx.x % kWarp;
    const double* mine = room + lane % N * kPitch + lane / N * N;
    double total = mine[0];
#pragma unroll
    for (int i = 1; i < N; i++) {
      total += mine[i];
    }
#pragma unroll
    for (int offset = N; offset < kWarp; offset *= 2) {
      total += __shfl_xor_sync(kAllLanes, total, offset);
    }
    __syncwarp();  // the next values go to the same places
    return total;
  }
};

// First stage, before a barrier: adds each sum over the lanes of a warp, for putBlockSum.
template <int K>
__device__ __forceinline__ void putWarpSums(const double (&sums)[K], double* warps) {
  static_assert(K <= kThreads, "one thread writes one sum");
  const int lane = threadIdx.x % kWarp;
  const int warp = threadIdx.x / kWarp;
  constexpr int kGroup = 8;
#pragma unroll
  for (int first = 0; first < K; first += kGroup) {
    TransposedSum<kGroup> group;
#pragma unroll
    for (int k = 0; k < kGroup; k++) {
      group.take(k, first + k < K ? sums[first + k < K ? first + k : 0] : 0.0);
    }
    const double total = group.total();
    if (lane < kGroup && first + lane < K) {
      warps[(first + lane) * kWarps + warp] = total;
    }
  }
}

// First stage, behind the barrier: adds sum k over the warps and writes it to partials[k * stride + place];
// for another k in each thread, from 0 on.
template <int K>
__device__ __forceinline__ void putBlockSum(
    int k, const double* warps, double* partials, i64 stride, i64 place) {
  if (k < K) {
    double total = 0;
#pragma unroll
    for (int w = 0; w < kWarps; w++) {
      total += warps[k * kWarps + w];
    }
    partials[k * stride + place] = total;
  }
}

// First stage: adds each sum over the block.
template <int K>
__device__ __forceinline__ void blockSums(
    const double (&sums)[K], double* partials, i64 stride, i64 place) {
  GNS_SHARED(double, warps, K * kWarps);
  putWarpSums(sums, warps);
  __syncthreads();
  putBlockSum<K>(threadIdx.x, warps, partials, stride, place);
  __syncthreads();  // the next chunk writes the same shared memory
}

// Adds values[0], values[step], ... of which there are count: thread t takes every kThreads-th, then
// the threads are added as above. The result is valid in thread 0. Most segments are one chunk only.
__device__ __forceinline__ double blockTotal(const double* values, i64 count) {
  if (count == 1) {
    return values[0];
  }
  GNS_SHARED(double, warps, kWarps);
  constexpr int kBatch = 16;  // loads in flight; what lies beyond the end adds 0
  double sum = 0;
  for (i64 i = threadIdx.x; i < count; i += kBatch * kThreads) {
    double batch[kBatch];
#pragma unroll
    for (int k = 0; k < kBatch; k++) {
      batch[k] = i + k * kThreads < count ? values[i + k * kThreads] : 0.0;
    }
#pragma unroll
    for (int k = 0; k < kBatch; k++) {
      sum += batch[k];
    }
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

}  // namespace gns
