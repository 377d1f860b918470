// Columns of a matrix of per-sample gradients: what one thread keeps of its four columns.
#pragma once

#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

// Columns of a tile, four per thread.
constexpr int kTile = kQuad * kThreads;

// Rows whose norms wait in shared memory for the end of a window.
constexpr int kWindow = 128;

// Which columns of a tile a thread takes: four neighbours, read at once, if the tile is full and all rows
// are aligned; otherwise every 256th, so that each of four reads of a warp is one contiguous range, of which
// a ragged tile has not all.
enum class Shape { kNeighbours, kStrided, kRagged };

template <Shape SHAPE>
struct Columns {
  i64 base;   // column that the offsets count from
  int first;  // offset of the thread's first column
  int begin;  // offsets of the tile's columns
  int end;

  __device__ __forceinline__ explicit Columns(const Chunk& tile)
      : base(tile.begin & ~i64(kTile - 1)),
        first(SHAPE == Shape::kNeighbours ? kQuad * threadIdx.x : threadIdx.x),
        begin(static_cast<int>(tile.begin - base)),
        end(begin + tile.length) {}

  __device__ __forceinline__ int offset(int j) const {
    return first + (SHAPE == Shape::kNeighbours ? j : j * kThreads);
  }

  __device__ __forceinline__ bool inside(int j) const {
    return SHAPE != Shape::kRagged || (offset(j) >= begin && offset(j) < end);
  }

  // Loads the thread's elements of a row; columns outside the tile read as 0.
  template <typename G>
  __device__ __forceinline__ void read(
      const G* row, typename Arithmetic<G>::type (&x)[kQuad]) const {
    const G* mine = row + base + first;
    if (SHAPE == Shape::kNeighbours) {
      loadWide(mine, x);
    } else {
#pragma unroll
      for (int j = 0; j < kQuad; j++) {
        x[j] = 0;
        if (inside(j)) {
          x[j] = widen(mine[j * kThreads]);
        }
      }
    }
  }
};

// Sums over the rows, column by column, of x, and of d = x − x₀ with x₀ the first row (0 where that is
// not finite): Σ(x − mean)² = Σd² − (Σd)²/B. Shifted by an element of the column itself, whose own deviation is
// part of the result, this loses at most a factor B(B + 1) of the double unit roundoff, whatever the
// data (Chan, Golub & LeVeque 1983 on shifted sums).
template <typename C>
struct ColumnSums {
  C shift[kQuad];
  double difference[kQuad];
  double differenceSquared[kQuad];

  __device__ __forceinline__ ColumnSums() {
    clear(shift);
    clear(difference);
    clear(differenceSquared);
  }

  // Takes the shift from the first row, before that row is added.
  __device__ __forceinline__ void start(const C (&first)[kQuad]) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      shift[j] = finite(first[j]) ? first[j] : 0;
    }
  }

  // Takes one row and returns Σx² of the thread's elements.
  __device__ __forceinline__ double add(const C (&x)[kQuad], int& nonFinite) {
    double row = 0;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      const double value = x[j];
      const double d = value - double(shift[j]);
      difference[j] += d;
      differenceSquared[j] = fma(d, d, differenceSquared[j]);
      row = fma(value, value, row);
    }
    if (!finite(row)) {  // rare, and the only way to a non-finite element
#pragma unroll
      for (int j = 0; j < kQuad; j++) {
        nonFinite += finite(x[j]) ? 0 : 1;
      }
    }
    return row;
  }

  __device__ __forceinline__ double mean(int j, double oneOverRows) const {
    return fma(difference[j], oneOverRows, double(shift[j]));
  }

  // Σx² = Σd² + 2x₀Σd + Bx₀². The terms are at most about 4B times the result, of which x₀² is a part.
  __device__ __forceinline__ double squared(int j, double rows) const {
    const double x0 = shift[j];
    const double x = fma(x0, fma(rows, x0, 2 * difference[j]), differenceSquared[j]);
    if (!finite(x)) {  // NaN from a NaN only
      return differenceSquared[j] + INFINITY;
    }
    return x < 0 ? 0 : x;
  }

  __device__ __forceinline__ double deviation(int j, double oneOverRows) const {
    const double x = fma(-difference[j] * oneOverRows, difference[j], differenceSquared[j]);
    return x < 0 ? 0 : x;
  }
};

}  // namespace gns
