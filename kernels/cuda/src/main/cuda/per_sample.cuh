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
enum class Shape { kNeighbours, kStrided };

template <Shape SHAPE>
struct Columns {
  i64 base;   // column that the offsets count from
  int begin;  // offsets of the tile's columns
  int end;

  __device__ __forceinline__ explicit Columns(const Chunk& tile)
      : base(tile.begin & ~i64(kTile - 1)),
        begin(static_cast<int>(tile.begin - base)),
        end(begin + tile.length) {}

  __device__ __forceinline__ static int offset(int j) {
    return SHAPE == Shape::kNeighbours ? kQuad * threadIdx.x + j : threadIdx.x + j * kThreads;
  }

  __device__ __forceinline__ bool inside(int j) const {
    return SHAPE == Shape::kNeighbours || (offset(j) >= begin && offset(j) < end);
  }

  // Loads the thread's elements of a row; columns outside the tile read as 0.
  template <typename G>
  __device__ __forceinline__ void read(
      const G* row, typename Arithmetic<G>::type (&x)[kQuad]) const {
    const G* mine = row + base + offset(0);
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

  // Stores an element for each of the thread's columns.
  template <typename S>
  __device__ __forceinline__ void store(S* row, const S (&x)[kQuad]) const {
    S* mine = row + base + offset(0);
    if (SHAPE == Shape::kNeighbours) {
      storeWide(mine, x);
    } else {
#pragma unroll
      for (int j = 0; j < kQuad; j++) {
        if (inside(j)) {
          mine[j * kThreads] = x[j];
        }
      }
    }
  }
};

// Sums over the rows, column by column, of x, and of d = x − x₀ with x₀ the first row (0 where that is
// not finite): Σ(x − mean)² = Σd² − (Σd)²/B. Shifted by an element of the column itself, whose own deviation is
// part of the result, this loses at most a factor B(B + 1) of the double unit roundoff, whatever the
// data (Chan, Golub & LeVeque 1983 on shifted sums). No branches: with one for each row, rows would wait for one
// another.
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
  __device__ __forceinline__ double add(const C (&x)[kQuad]) {
    double row = 0;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      const double value = x[j];
      const double d = value - double(shift[j]);
      difference[j] += d;
      differenceSquared[j] = fma(d, d, differenceSquared[j]);
      row = fma(value, value, row);
    }
    return row;
  }

  // True only if all elements were finite: what is not finite stays so in the sums. False also if a square of
  // finite elements overflowed.
  __device__ __forceinline__ bool allFinite() const {
    double all = 0;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      all += differenceSquared[j];
    }
    return finite(all);
  }

  __device__ __forceinline__ double mean(int j, double oneOverRows) const {
    return fma(difference[j], oneOverRows, double(shift[j]));
  }

  // Σx² = Σd² + 2x₀Σd + Bx₀². The terms are at most about 4B times the result, of which x₀² is a part; below 0
  // by rounding only.
  __device__ __forceinline__ double squared(int j, double rows) const {
    const double x0 = shift[j];
    return fma(x0, fma(rows, x0, 2 * difference[j]), differenceSquared[j]);
  }

  // Below 0 by rounding only.
  __device__ __forceinline__ double deviation(int j, double oneOverRows) const {
    return fma(-difference[j] * oneOverRows, difference[j], differenceSquared[j]);
  }

  // What Σx² is where it is not finite: infinite, or NaN from a NaN only.
  __device__ __forceinline__ double infinite() const {
    double all = INFINITY;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      all += differenceSquared[j];
    }
    return all;
  }
};

__device__ __forceinline__ double atLeastZero(double x) { return x < 0 ? 0 : x; }

}  // namespace gns
