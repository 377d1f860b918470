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

// Calls body(first element, span) for each quad of the chunk that falls to this thread.
template <typename Body>
__device__ __forceinline__ void forEachQuad(const Chunk& chunk, const Body& body) {
  const i64 end = chunk.end();
  const i64 first = (chunk.begin & ~i64(kQuad - 1)) + i64(kQuad) * threadIdx.x;
  for (i64 i = first; i < end; i += kQuad * kThreads) {
    Span span;
    span.lo = i < chunk.begin ? static_cast<int>(chunk.begin - i) : 0;
    span.hi = end - i < kQuad ? static_cast<int>(end - i) : kQuad;
    body(i, span);
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
