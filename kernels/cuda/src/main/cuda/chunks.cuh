// Division of an array into chunks: the unit of work of a block and of the first stage of a sum.
#pragma once

#include "elements.cuh"

namespace gns {

// A range of one segment. Boundaries inside a segment lie at multiples of the chunk length of the
// array, not of the segment, so that quads stay aligned. Made by the host (ChunkTable).
struct Chunk {
  i64 begin;
  int length;
  int code;  // segment, or its complement if the segment holds running statistics

  __device__ __forceinline__ int segment() const { return code < 0 ? ~code : code; }
  __device__ __forceinline__ bool isStatistics() const { return code < 0; }
  __device__ __forceinline__ i64 end() const { return begin + length; }
};

// Quads of a thread that are read together: fewer of float64, which fill twice the registers.
template <typename S>
__device__ __forceinline__ constexpr int batch(int ofFloats) {
  return sizeof(S) == 8 && ofFloats > 1 ? ofFloats / 2 : ofFloats;
}

// Distance of two quads of a thread.
constexpr i64 kStride = i64(kQuad) * kThreads;

// Takes each quad of the chunk that falls to this thread: read(first element, access, quad), then
// take(first element, access, quad). Where BATCH quads lie wholly inside the chunk and every array is aligned
// (wide), all of them are read before the first is taken, so that their loads are in flight together;
// the order in which quads are taken is the same.
template <int BATCH, typename Quad, typename Read, typename Take>
__device__ __forceinline__ void forEachQuad(
    const Chunk& chunk, bool isWide, const Read& read, const Take& take) {
  const i64 end = chunk.end();
  const Access inside = {{0, kQuad}, true};
  i64 i = (chunk.begin & ~i64(kQuad - 1)) + i64(kQuad) * threadIdx.x;
  while (i < end) {
    if (isWide && i >= chunk.begin && i + (BATCH - 1) * kStride + kQuad <= end) {
      Quad quads[BATCH];
#pragma unroll
      for (int k = 0; k < BATCH; k++) {
        read(i + k * kStride, inside, quads[k]);
      }
#pragma unroll
      for (int k = 0; k < BATCH; k++) {
        take(i + k * kStride, inside, quads[k]);
      }
      i += BATCH * kStride;
    } else {
      Access access;
      access.span.lo = i < chunk.begin ? static_cast<int>(chunk.begin - i) : 0;
      access.span.hi = end - i < kQuad ? static_cast<int>(end - i) : kQuad;
      access.allWide = false;
      Quad quad;
      read(i, access, quad);
      take(i, access, quad);
      i += kStride;
    }
  }
}

// The diagonal metric P = 1 / (sqrt(v / c) + epsilon) of an adaptive optimizer; P(0) = 0. Computed in
// the state's type, as the step computes it.
template <typename S>
struct Metric {
  const S* second;  // null for none
  double correction;
  double epsilon;

  __device__ __forceinline__ double weight(S v) const {
    const S inverse = static_cast<S>(1 / correction);
    return v == S(0) ? S(0) : S(1) / (root(v * inverse) + static_cast<S>(epsilon));
  }
};

}  // namespace gns
