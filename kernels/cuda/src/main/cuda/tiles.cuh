// Squared norms of sums of outer products over many positions, tile by tile: the Gram and the direct form,
// for layers of any kind. A layer tells
//   rows, positions, bias      of all its samples
//   entries(row, bias)         what the weights of a row multiply, and behind it a 1 if bias is 1
//   deltas(row)                the deltas of a row
// as matrices of positions × width whose elements are made on demand: at(position, entry), 0 beyond the
// end, and kEntriesFirst if neighbours in memory are entries, not positions.
#pragma once

#include "elements.cuh"
#include "reduce.cuh"

namespace gns {

// Side of a square tile of 256 results.
constexpr int kSide = 16;

// Distance of rows in shared memory, one more than a power of two against bank conflicts.
constexpr int kPitch = kSide + 1;

// Loads entries k..k+15 of positions t..t+15, one for each thread; a row of the tile is a position.
template <typename M>
__device__ __forceinline__ void loadTile(const M& matrix, i64 t, i64 k, double* tile) {
  const int fast = threadIdx.x % kSide;
  const int slow = threadIdx.x / kSide;
  const int position = M::kEntriesFirst ? slow : fast;
  const int entry = M::kEntriesFirst ? fast : slow;
  tile[position * kPitch + entry] = matrix.at(t + position, k + entry);
}

// Products x_t·x_u of a tile of positions, thread (ty, tx) forming that of t = first + ty and
// u = second + tx.
template <typename M>
__device__ __forceinline__ double tileDot(
    const M& matrix, i64 first, i64 second, double* left, double* right) {
  const int tx = threadIdx.x % kSide;
  const int ty = threadIdx.x / kSide;
  double sum = 0;
  for (i64 k = 0; k < matrix.width; k += kSide) {
    loadTile(matrix, first, k, left);
    loadTile(matrix, second, k, right);
    __syncthreads();
#pragma unroll
    for (int i = 0; i < kSide; i++) {
      sum = fma(left[ty * kPitch + i], right[tx * kPitch + i], sum);
    }
    __syncthreads();
  }
  return sum;
}

// Row of a lower triangle that holds place p: the greatest t with t(t + 1)/2 <= p.
__device__ __forceinline__ i64 triangleRow(i64 p) {
  i64 t = static_cast<i64>((sqrt(8.0 * static_cast<double>(p) + 1.0) - 1.0) / 2.0);
  while (t * (t + 1) / 2 > p) {
    t--;
  }
  while ((t + 1) * (t + 2) / 2 <= p) {
    t++;
  }
  return t;
}

// Gram form: one block per row and pair of position tiles (t, u), u <= t; those off the diagonal
// stand for two.
template <typename L>
__device__ __forceinline__ void gramTiles(const L& layer, i64 perRow, double* partials) {
  GNS_SHARED(double, left, kSide * kPitch);
  GNS_SHARED(double, right, kSide * kPitch);
  for (i64 b = blockIdx.x; b < layer.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const i64 t = triangleRow(b % perRow);
    const i64 u = b % perRow - t * (t + 1) / 2;
    const double a = tileDot(layer.entries(row, 0), t * kSide, u * kSide, left, right);
    const double d = tileDot(layer.deltas(row), t * kSide, u * kSide, left, right);
    const double sums[1] = {(t == u ? 1 : 2) * ((a + layer.bias) * d)};
    blockSums(sums, partials, 0, b);
  }
}

// Direct form: one block per row and 16 × 16 tile of the weight gradient; the bias is one more entry.
template <typename L>
__device__ __forceinline__ void directTiles(const L& layer, i64 perRow, double* partials) {
  GNS_SHARED(double, left, kSide * kPitch);
  GNS_SHARED(double, right, kSide * kPitch);
  const int tx = threadIdx.x % kSide;
  const int ty = threadIdx.x / kSide;
  for (i64 b = blockIdx.x; b < layer.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const auto entries = layer.entries(row, layer.bias);
    const auto deltas = layer.deltas(row);
    const i64 across = (deltas.width + kSide - 1) / kSide;
    const i64 i = b % perRow / across * kSide;
    const i64 j = b % perRow % across * kSide;
    double gradient = 0;
    for (i64 t = 0; t < layer.positions; t += kSide) {
      loadTile(entries, t, i, left);
      loadTile(deltas, t, j, right);
      __syncthreads();
#pragma unroll
      for (int k = 0; k < kSide; k++) {
        gradient = fma(left[k * kPitch + ty], right[k * kPitch + tx], gradient);
      }
      __syncthreads();
    }
    const double sums[1] = {gradient * gradient};
    blockSums(sums, partials, 0, b);
  }
}

}  // namespace gns
