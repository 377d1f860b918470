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

// Reads N rows, of which the first begins at `row`.
template <int N, Shape SHAPE, typename G, typename C>
__device__ __forceinline__ void readRows(
    const Columns<SHAPE>& columns, const G* row, i64 pitch, C (&x)[N][kQuad]) {
#pragma unroll
  for (int k = 0; k < N; k++) {
    columns.read(row, x[k]);
    row += pitch;
  }
}

// What a thread keeps over the rows of a tile.
template <typename C>
struct Running {
  ColumnSums<C> columns;
  int nonFinite;
  bool started;
  bool wantsRows;
  bool counts;
};

// Adds N rows; their squared norms go to `line`.
template <int N, typename C>
__device__ __forceinline__ void takeRows(
    const C (&x)[N][kQuad], double* line, Running<C>& running) {
  if (!running.started) {
    running.columns.start(x[0]);
    running.started = true;
  }
  TransposedSum<N> norms;
#pragma unroll
  for (int k = 0; k < N; k++) {
    norms.take(k, running.columns.add(x[k], running.nonFinite));
  }
  if (running.wantsRows) {
    const double total = norms.total();
    const int lane = threadIdx.x % kWarp;
    if (lane < N) {
      line[lane] = running.counts ? total : 0;
    }
  }
}

// Takes `rows` rows from `row` on, in groups of N, each read while the one before is added where there are
// registers for that.
template <int N, Shape SHAPE, typename G, typename C>
__device__ __forceinline__ void takeWindow(
    const Columns<SHAPE>& columns, const G* row, i64 pitch, int rows, double* line,
    Running<C>& running) {
  int left = rows;
  if (SHAPE != Shape::kNeighbours) {
    for (; left >= N; left -= N) {
      C x[N][kQuad];
      readRows(columns, row, pitch, x);
      takeRows(x, line, running);
      row += N * pitch;
      line += N;
    }
  } else if (left >= N) {
    C next[N][kQuad];
    readRows(columns, row, pitch, next);
    while (left >= N) {
      C x[N][kQuad];
#pragma unroll
      for (int r = 0; r < N; r++) {
#pragma unroll
        for (int j = 0; j < kQuad; j++) {
          x[r][j] = next[r][j];
        }
      }
      row += N * pitch;
      left -= N;
      if (left >= N) {
        readRows(columns, row, pitch, next);
      }
      takeRows(x, line, running);
      line += N;
    }
  }
  for (; left > 0; left--) {
    C x[1][kQuad];
    readRows(columns, row, pitch, x);
    takeRows(x, line, running);
    row += pitch;
    line++;
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
template <Shape SHAPE, typename G, typename S, typename C>
__device__ __forceinline__ void finishColumns(
    const Samples<G, S>& samples, const Columns<SHAPE>& columns, bool counts,
    const ColumnSums<C>& column, int nonFinite, double (&sums)[kSampleSlots]) {
  const double rows = static_cast<double>(samples.rows);
  const double oneOverRows = 1 / rows;
  const double scale = counts ? samples.scale : 1;
  const double scale2 = scale * scale;
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    if (columns.inside(j)) {
      const i64 i = columns.base + columns.offset(j);
      const S mean = static_cast<S>(scale * column.mean(j, oneOverRows));
      samples.mean[i] = mean;
      const double p =
          samples.metric.second == nullptr ? 0 : samples.metric.weight(samples.metric.second[i]);
      const double gradient = scale2 * column.squared(j, rows);
      const double square = double(mean) * double(mean);
      const double deviation = scale2 * column.deviation(j, oneOverRows);
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

template <Shape SHAPE, typename G, typename S>
__device__ __forceinline__ void takeTile(
    const Samples<G, S>& samples, const Chunk& tile, i64 place, double* window,
    double (&sums)[kSampleSlots]) {
  using C = typename Arithmetic<G>::type;
  // Rows in flight, of 32 registers of elements; metrics in float64 leave room for half of them.
  constexpr int kGroup = sizeof(C) == 8 || sizeof(S) == 8 ? 4 : 8;
  const Columns<SHAPE> columns(tile);
  const bool counts = !tile.isStatistics();
  double* line = window + (threadIdx.x / kWarp) * kWindow;
  Running<C> running = {ColumnSums<C>(), 0, false, samples.rowPartials != nullptr, counts};
  for (i64 first = 0; first < samples.rows; first += kWindow) {
    const int here =
        samples.rows - first < kWindow ? static_cast<int>(samples.rows - first) : kWindow;
    const G* row = samples.gradients + first * samples.columns;
    takeWindow<kGroup>(columns, row, samples.columns, here, line, running);
    if (samples.rowPartials != nullptr) {
      flushWindow(window, first, here, samples.rowPartials, samples.tiles, place);
    }
  }
  finishColumns(samples, columns, counts, running.columns, running.nonFinite, sums);
  sums[kSampleNonFinite] = running.nonFinite;
}

template <typename G, typename S>
__device__ __forceinline__ void perSample(
    const Chunk* tiles, const Samples<G, S>& samples, double* partials) {
  GNS_SHARED(double, window, kWarps * kWindow);
  const bool aligned = wide(samples.gradients) && samples.columns % kQuad == 0;
  for (i64 t = blockIdx.x; t < samples.tiles; t += gridDim.x) {
    const Chunk tile = tiles[t];
    double sums[kSampleSlots] = {0, 0, 0, 0, 0, 0, 0};
    if (tile.length < kTile) {
      takeTile<Shape::kRagged>(samples, tile, t, window, sums);
    } else if (aligned) {
      takeTile<Shape::kNeighbours>(samples, tile, t, window, sums);
    } else {
      takeTile<Shape::kStrided>(samples, tile, t, window, sums);
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
  GNS_KERNEL(   \
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
