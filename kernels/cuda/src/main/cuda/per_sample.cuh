// Columns of a matrix of per-sample gradients: what one thread keeps of its four columns.
#pragma once

#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

// Columns of a tile, four per thread.
constexpr int kTile = kQuad * kThreads;

// Rows whose norms wait in shared memory for the end of a window.
constexpr int kWindow = 128;

// The columns of a thread. If all rows are aligned these are four neighbours, read at once;
// otherwise every 256th, so that each of four reads of a warp is one contiguous range.
template <bool NEIGHBOURS>
struct Columns {
  i64 column[kQuad];
  bool inside[kQuad];
  bool all;

  __device__ __forceinline__ explicit Columns(const Chunk& tile) {
    const i64 base = tile.begin & ~i64(kTile - 1);
    all = true;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      column[j] = base + (NEIGHBOURS ? kQuad * threadIdx.x + j : threadIdx.x + j * kThreads);
      inside[j] = column[j] >= tile.begin && column[j] < tile.end();
      all = all && inside[j];
    }
  }

  // Loads the thread's elements of a row; columns outside the tile read as 0.
  template <typename G>
  __device__ __forceinline__ void read(
      const G* row, typename Arithmetic<G>::type (&x)[kQuad]) const {
    if (NEIGHBOURS && all) {
      loadWide(row + column[0], x);
    } else {
#pragma unroll
      for (int j = 0; j < kQuad; j++) {
        x[j] = 0;
        if (inside[j]) {
          x[j] = widen(row[column[j]]);
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
  double squared[kQuad];

  __device__ __forceinline__ explicit ColumnSums(const C (&first)[kQuad]) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      shift[j] = finite(first[j]) ? first[j] : 0;
      difference[j] = 0;
      differenceSquared[j] = 0;
      squared[j] = 0;
    }
  }

  // Takes one row and returns Σx² of the thread's elements.
  __device__ __forceinline__ double add(const C (&x)[kQuad], int& nonFinite) {
    double row = 0;
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      const double value = x[j];
      const double d = value - double(shift[j]);
      const double square = value * value;
      difference[j] += d;
      differenceSquared[j] = fma(d, d, differenceSquared[j]);
      squared[j] += square;
      row += square;
    }
    if (!finite(row)) {  // rare, and the only way to a non-finite element
#pragma unroll
      for (int j = 0; j < kQuad; j++) {
        nonFinite += finite(x[j]) ? 0 : 1;
      }
    }
    return row;
  }

  __device__ __forceinline__ double mean(int j, double rows) const {
    return double(shift[j]) + difference[j] / rows;
  }

  __device__ __forceinline__ double deviation(int j, double rows) const {
    const double x = fma(-difference[j] / rows, difference[j], differenceSquared[j]);
    return x < 0 ? 0 : x;
  }
};

}  // namespace gns
