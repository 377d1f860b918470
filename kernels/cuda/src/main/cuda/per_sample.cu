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
  double oneOverRows;
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

template <int N, typename C>
__device__ __forceinline__ void copyRows(const C (&from)[N][kQuad], C (&to)[N][kQuad]) {
#pragma unroll
  for (int k = 0; k < N; k++) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      to[k][j] = from[k][j];
    }
  }
}

// Rows that a thread reads together, of 16 registers of elements: four blocks of float32 fit on a multiprocessor
// then, and some of them read while others finish their columns.
constexpr int kTogether = 4;

// Blocks that must fit: half precision needs registers to widen.
template <typename G, typename S>
constexpr int kSampleBlocks = sizeof(G) == 2 ? 3 : kStreaming<S>;

// Where the norms of rows go if they are wanted: `line` has a place for each row of a window, `room` is the
// warp's own.
struct RowNorms {
  const double* wanted;
  double* line;
  double* room;
};

// Adds N rows; their squared norms over the lanes of the warp go to places `first` and after.
template <int N, typename C>
__device__ __forceinline__ void takeRows(
    const C (&x)[N][kQuad], const RowNorms& norms, int first, ColumnSums<C>& columns) {
#pragma unroll
  for (int k = 0; k < N; k++) {
    HeldSum<N>::put(k, columns.add(x[k]), norms.room);
  }
  if (norms.wanted != nullptr) {
    const double total = HeldSum<N>::total(norms.room);
    const int lane = threadIdx.x % kWarp;
    if (lane < N) {
      norms.line[first + lane] = total;
    }
  }
}

// Takes the first rows of all, of which the very first is the shift, as many as are read together; returns
// how many, none if there are less.
template <int N, Shape SHAPE, typename G, typename C>
__device__ __forceinline__ int takeFirst(
    const Columns<SHAPE>& columns, const G* row, i64 pitch, i64 rows, const RowNorms& norms,
    ColumnSums<C>& sums) {
  if (rows < N) {
    C first[kQuad];
    columns.read(row, first);
    sums.start(first);
    return 0;
  }
  C x[N][kQuad];
  readRows(columns, row, pitch, x);
  sums.start(x[0]);
  takeRows(x, norms, 0, sums);
  return N;
}

// Takes rows `begin` to `rows` of a window, which begins at `row`: several together, if AHEAD each read while
// those before it are added, and what is left one by one.
template <int N, bool AHEAD, Shape SHAPE, typename G, typename C>
__device__ __forceinline__ void takeWindow(
    const Columns<SHAPE>& columns, const G* row, i64 pitch, int begin, int rows,
    const RowNorms& norms, ColumnSums<C>& sums) {
  int k = begin;
  row += begin * pitch;
  C next[N][kQuad];
  if (AHEAD && k + N <= rows) {
    readRows(columns, row, pitch, next);
  }
  for (; k + N <= rows; k += N) {
    C x[N][kQuad];
    if (AHEAD) {
      copyRows(next, x);
      row += N * pitch;
      if (k + 2 * N <= rows) {
        readRows(columns, row, pitch, next);
      }
      takeRows(x, norms, k, sums);
    } else {
      readRows(columns, row, pitch, x);
      takeRows(x, norms, k, sums);
      row += N * pitch;
    }
  }
  for (; k < rows; k++) {
    C x[1][kQuad];
    readRows(columns, row, pitch, x);
    takeRows(x, norms, k, sums);
    row += pitch;
  }
}

// Adds the window's rows over the warps, 0 if they do not count, and stores them with the other tiles' of the
// same row.
template <typename G, typename S>
__device__ __forceinline__ void flushWindow(
    const Samples<G, S>& samples, const double* window, i64 firstRow, int rows, bool counts,
    i64 tile) {
#pragma unroll 1
  for (int k = threadIdx.x; k < rows; k += kThreads) {
    double total = 0;
#pragma unroll
    for (int w = 0; w < kWarps; w++) {
      total += window[w * kWindow + k];
    }
    samples.rowPartials[(firstRow + k) * samples.tiles + tile] = counts ? total : 0;
  }
}

// Reads a tile again and counts what is not finite of this thread's columns: rare.
template <Shape SHAPE, typename G, typename S>
__device__ __forceinline__ int countNonFinite(
    const Samples<G, S>& samples, const Columns<SHAPE>& columns) {
  int count = 0;
  const G* row = samples.gradients;
#pragma unroll 1
  for (i64 k = 0; k < samples.rows; k++) {
    typename Arithmetic<G>::type x[kQuad];
    columns.read(row, x);
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      count += finite(x[j]) ? 0 : 1;
    }
    row += samples.columns;
  }
  return count;
}

// What a thread's columns add to the sums, and their means. Columns outside of the tile have sums of 0.
template <Shape SHAPE, typename G, typename S, typename C>
__device__ __forceinline__ void finishColumns(
    const Samples<G, S>& samples, const Columns<SHAPE>& columns, double scale,
    const ColumnSums<C>& column, double (&sums)[kSampleSlots]) {
  const double rows = static_cast<double>(samples.rows);
  const double scale2 = scale * scale;
  S mean[kQuad];
  double gradient = 0;
  double square = 0;
  double deviation = 0;
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    mean[j] = static_cast<S>(scale * column.mean(j, samples.oneOverRows));
    gradient += column.squared(j, rows);
    square = fma(double(mean[j]), double(mean[j]), square);
    deviation += column.deviation(j, samples.oneOverRows);
  }
  columns.store(samples.mean, mean);
  sums[kSampleGradient] = scale2 * atLeastZero(finite(gradient) ? gradient : column.infinite());
  sums[kSampleMean] = square;
  sums[kSampleDeviation] = scale2 * atLeastZero(deviation);
  if (samples.metric.second == nullptr) {
    return;
  }
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    const S* second = samples.metric.second + columns.base + columns.offset(j);
    const double p = columns.inside(j) ? samples.metric.weight(*second) : 0;
    // 0 times a square that overflowed is 0
    if (p != 0 || sums[kSampleNonFinite] != 0) {
      const double x = column.squared(j, rows);
      const double p2 = p * p;
      sums[kSampleGradientMetric] +=
          p2 * (scale2 * atLeastZero(finite(x) ? x : column.infinite()));
      sums[kSampleMeanMetric] += p2 * (double(mean[j]) * double(mean[j]));
      sums[kSampleDeviationMetric] +=
          p2 * (scale2 * atLeastZero(column.deviation(j, samples.oneOverRows)));
    }
  }
}

// Sums over the lanes of a warp, of which those in a metric only if there is one.
__device__ __forceinline__ void putSampleSums(
    const double (&sums)[kSampleSlots], bool inMetric, double* held, double* warps) {
  constexpr int kEach = 4;
  constexpr int kPlain[kEach] = {kSampleGradient, kSampleMean, kSampleDeviation, kSampleNonFinite};
  const int lane = threadIdx.x % kWarp;
  const int warp = threadIdx.x / kWarp;
#pragma unroll
  for (int k = 0; k < kEach; k++) {
    HeldSum<kEach>::put(k, sums[kPlain[k]], held);
  }
  const double plain = HeldSum<kEach>::total(held);
  double metric = 0;
  if (inMetric) {
#pragma unroll
    for (int k = 0; k < kEach; k++) {
      HeldSum<kEach>::put(k, k < 3 ? sums[kSampleGradientMetric + k] : 0, held);
    }
    metric = HeldSum<kEach>::total(held);
  }
  if (lane < kEach) {
    const int slot = lane < 3 ? kSampleGradient + lane : kSampleNonFinite;
    warps[slot * kWarps + warp] = plain;
    if (lane < 3) {
      warps[(kSampleGradientMetric + lane) * kWarps + warp] = metric;
    }
  }
}

// Shared memory of a block.
struct Room {
  double* window;  // kWarps * kWindow: norms of rows
  double* held;    // kWarps * HeldSum<kTogether>::kRoom
  double* warps;   // kWarps * kSampleSlots
};

template <bool AHEAD, Shape SHAPE, typename G, typename S>
__device__ __forceinline__ void takeTile(
    const Samples<G, S>& samples, const Chunk& tile, i64 place, const Room& room,
    double* partials) {
  using C = typename Arithmetic<G>::type;
  const Columns<SHAPE> columns(tile);
  const int warp = threadIdx.x / kWarp;
  const RowNorms norms = {
      samples.rowPartials, room.window + warp * kWindow,
      room.held + warp * HeldSum<kTogether>::kRoom};
  ColumnSums<C> column;
  int begin = takeFirst<kTogether>(
      columns, samples.gradients, samples.columns, samples.rows, norms, column);
  i64 first = 0;
  int here;
  while (true) {
    here = samples.rows - first < kWindow ? static_cast<int>(samples.rows - first) : kWindow;
    const G* row = samples.gradients + first * samples.columns;
    takeWindow<kTogether, AHEAD>(columns, row, samples.columns, begin, here, norms, column);
    if (first + here == samples.rows) {
      break;
    }
    __syncthreads();
    if (norms.wanted != nullptr) {
      flushWindow(samples, room.window, first, here, !tile.isStatistics(), place);
    }
    __syncthreads();
    first += here;
    begin = 0;
  }
  double sums[kSampleSlots] = {0, 0, 0, 0, 0, 0, 0};
  if (!column.allFinite()) {
    sums[kSampleNonFinite] = countNonFinite(samples, columns);
  }
  finishColumns(samples, columns, tile.isStatistics() ? 1 : samples.scale, column, sums);
  if (partials != nullptr) {
#pragma unroll
    for (int k = 0; k < kSampleSlots; k++) {
      sums[k] = tile.isStatistics() ? 0 : sums[k];
    }
    putSampleSums(sums, samples.metric.second != nullptr, norms.room, room.warps);
  }
  __syncthreads();
  if (norms.wanted != nullptr) {
    flushWindow(samples, room.window, first, here, !tile.isStatistics(), place);
  }
  if (partials != nullptr) {
    const int last = kThreads - 1 - threadIdx.x;  // the first threads have rows to store
    putBlockSum<kSampleSlots>(last, room.warps, partials, samples.tiles, place);
  }
}

template <bool AHEAD, typename G, typename S>
__device__ __forceinline__ void perSample(
    const Chunk* tiles, const Samples<G, S>& samples, double* partials) {
  GNS_SHARED(double, window, kWarps * kWindow);
  GNS_SHARED(double, held, kWarps * HeldSum<kTogether>::kRoom);
  GNS_SHARED(double, warps, kWarps * kSampleSlots);
  const Room room = {window, held, warps};
  const bool aligned =
      wide(samples.gradients) && wide(samples.mean) && samples.columns % kQuad == 0;
  for (i64 t = blockIdx.x; t < samples.tiles; t += gridDim.x) {
    const Chunk tile = tiles[t];
    if (aligned && tile.length == kTile) {
      takeTile<AHEAD, Shape::kNeighbours>(samples, tile, t, room, partials);
    } else {
      takeTile<AHEAD, Shape::kStrided>(samples, tile, t, room, partials);
    }
    if (t + gridDim.x < samples.tiles) {
      __syncthreads();  // the next tile writes the same shared memory
    }
  }
}

}  // namespace gns

#define GNS_PER_SAMPLE_AS(blocks, ahead, name, G, S)                                             \
  GNS_KERNEL_AT(                                                                                 \
      blocks, name,                                                                              \
      (const gns::Chunk* tiles, long long count, const G* gradients, long long rows,             \
       long long columns, S* mean, double scale, double oneOverRows, const S* second,            \
       double correction, double epsilon, double* rowPartials, double* partials),                \
      (tiles,                                                                                    \
       gns::Samples<G, S>{gradients, rows, columns, mean, scale, oneOverRows,                    \
                          gns::Metric<S>{second, correction, epsilon}, rowPartials, count},      \
       partials),                                                                                \
      (gns::perSample<ahead, G, S>))
#define GNS_PER_SAMPLE(suffix, G, S)                                                             \
  GNS_PER_SAMPLE_AS((gns::kSampleBlocks<G, S>), false, per_sample_##suffix, G, S)
GNS_GRADIENT_AND_STATE(GNS_PER_SAMPLE)
GNS_PER_SAMPLE_AS(3, true, per_sample_many_f32_f32, float, float)
