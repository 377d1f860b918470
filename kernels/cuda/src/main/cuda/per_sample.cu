// Moments of per-sample gradients: mean, norm of every row, and their sums, in one read of G.
#include "per_sample.cuh"

namespace gns {

// Sums of a pass in the order of their slots.
enum SampleSlot {
  kSampleGradient,
  kSampleMean,
  kSampleDeviation,
  kSampleGradientMetric,
  kSampleMeanMetric,
  kSampleDeviationMetric,
  kSampleNonFinite,
  kSampleSlots
};

template <typename G, typename S>
struct Samples {
  const G* gradients;
  i64 rows;
  i64 columns;
  S* mean;
  double scale;
  Metric<S> metric;
  double* rowPartials;  // null if the norms of the rows are not wanted
  i64 tiles;
};

// Takes N rows from `row` on; their squared norms go to line `warp` of the window.
template <int N, bool NEIGHBOURS, typename G, typename S, typename C>
__device__ __forceinline__ void takeRows(
    const Samples<G, S>& samples, const Columns<NEIGHBOURS>& columns, i64 row, double* line,
    bool counts, ColumnSums<C>& sums, int& nonFinite) {
  C x[N][kQuad];
#pragma unroll
  for (int k = 0; k < N; k++) {
    columns.read(samples.gradients + (row + k) * samples.columns, x[k]);
  }
  double norms[N];
#pragma unroll
  for (int k = 0; k < N; k++) {
    norms[k] = sums.add(x[k], nonFinite);
  }
  if (samples.rowPartials != nullptr) {
    const double total = warpTransposedSum(norms);
    const int lane = threadIdx.x % kWarp;
    if (lane < N) {
      line[lane] = counts ? total : 0;
    }
  }
}

// Adds the window's rows over the warps and stores them with the other tiles' of the same row.
__device__ __forceinline__ void flushWindow(
    const double* window, i64 firstRow, int rows, double* rowPartials, i64 tiles, i64 tile) {
  __syncthreads();
  for (int k = threadIdx.x; k < rows; k += kThreads) {
    double total = 0;
#pragma unroll
    for (int w = 0; w < kWarps; w++) {
      total += window[w * kWindow + k];
    }
    rowPartials[(firstRow + k) * tiles + tile] = total;
  }
  __syncthreads();
}

// What a thread's columns add to the sums, and their means.
template <bool NEIGHBOURS, typename G, typename S, typename C>
__device__ __forceinline__ void finishColumns(
    const Samples<G, S>& samples, const Columns<NEIGHBOURS>& columns, bool counts,
    const ColumnSums<C>& column, int nonFinite, double (&sums)[kSampleSlots]) {
  const double rows = static_cast<double>(samples.rows);
  const double scale = counts ? samples.scale : 1;
  const double scale2 = scale * scale;
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    if (columns.inside[j]) {
      const i64 i = columns.column[j];
      const S mean = static_cast<S>(scale * column.mean(j, rows));
      samples.mean[i] = mean;
      const double p =
          samples.metric.second == nullptr ? 0 : samples.metric.weight(samples.metric.second[i]);
      const double gradient = scale2 * column.squared[j];
      const double square = double(mean) * double(mean);
      const double deviation = scale2 * column.deviation(j, rows);
      sums[kSampleGradient] += gradient;
      sums[kSampleMean] += square;
      sums[kSampleDeviation] += deviation;
      if (p != 0 || nonFinite != 0) {  // 0 times a square that overflowed is 0
        sums[kSampleGradientMetric] += p * p * gradient;
        sums[kSampleMeanMetric] += p * p * square;
        sums[kSampleDeviationMetric] += p * p * deviation;
      }
    }
  }
}

template <bool NEIGHBOURS, typename G, typename S>
__device__ __forceinline__ void takeTile(
    const Samples<G, S>& samples, const Chunk& tile, i64 place, double* window,
    double (&sums)[kSampleSlots]) {
  using C = typename Arithmetic<G>::type;
  constexpr int kGroup = sizeof(C) == 8 ? 4 : 8;  // rows in flight: 32 registers of elements
  const Columns<NEIGHBOURS> columns(tile);
  const bool counts = !tile.isStatistics();
  double* line = window + (threadIdx.x / kWarp) * kWindow;
  C firstRow[kQuad];
  columns.read(samples.gradients, firstRow);
  ColumnSums<C> column(firstRow);
  int nonFinite = 0;
  for (i64 first = 0; first < samples.rows; first += kWindow) {
    const int here =
        samples.rows - first < kWindow ? static_cast<int>(samples.rows - first) : kWindow;
    int k = 0;
    for (; k + kGroup <= here; k += kGroup) {
      takeRows<kGroup>(samples, columns, first + k, line + k, counts, column, nonFinite);
    }
    for (; k < here; k++) {
      takeRows<1>(samples, columns, first + k, line + k, counts, column, nonFinite);
    }
    if (samples.rowPartials != nullptr) {
      flushWindow(window, first, here, samples.rowPartials, samples.tiles, place);
    }
  }
  finishColumns(samples, columns, counts, column, nonFinite, sums);
  sums[kSampleNonFinite] = nonFinite;
}

template <typename G, typename S>
__device__ __forceinline__ void perSample(
    const Chunk* tiles, const Samples<G, S>& samples, double* partials) {
  GNS_SHARED(double, window, kWarps * kWindow);
  const bool neighbours = wide(samples.gradients) && samples.columns % kQuad == 0;
  for (i64 t = blockIdx.x; t < samples.tiles; t += gridDim.x) {
    const Chunk tile = tiles[t];
    double sums[kSampleSlots] = {0, 0, 0, 0, 0, 0, 0};
    if (neighbours) {
      takeTile<true>(samples, tile, t, window, sums);
    } else {
      takeTile<false>(samples, tile, t, window, sums);
    }
    if (partials != nullptr) {
#pragma unroll
      for (int k = 0; k < kSampleSlots; k++) {
        sums[k] = tile.isStatistics() ? 0 : sums[k];
      }
      blockSums(sums, partials, samples.tiles, t);
    }
  }
}

}  // namespace gns

#define GNS_PER_SAMPLE(suffix, G, S)                                                             \
  GNS_KERNEL(                                                                                    \
      per_sample_##suffix,                                                                       \
      (const gns::Chunk* tiles, long long count, const G* gradients, long long rows,             \
       long long columns, S* mean, double scale, const S* second, double correction,             \
       double epsilon, double* rowPartials, double* partials),                                   \
      (tiles,                                                                                    \
       gns::Samples<G, S>{gradients, rows, columns, mean, scale,                                 \
                          gns::Metric<S>{second, correction, epsilon}, rowPartials, count},      \
       partials),                                                                                \
      (gns::perSample<G, S>))
GNS_GRADIENT_AND_STATE(GNS_PER_SAMPLE)
