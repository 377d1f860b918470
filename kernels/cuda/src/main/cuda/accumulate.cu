// The running mean over micro-batches, and the average of parameters.
#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

// How a micro-batch enters the mean; weight = added / (previous + added), 1 if it is the first.
struct Entry {
  double scale;
  double weight;
  bool first;
};

struct MeanSums {
  double gradient, deviation, mean, gradientMetric, deviationMetric, meanMetric;
  int nonFinite;
};

// One element: m = scale·g, mean ← mean + weight·(m − mean), in double; the sums are of what is
// stored. A first micro-batch overwrites whatever stood in the mean.
template <typename S>
__device__ __forceinline__ S meanOf(double g, S before, double p, Entry how, MeanSums& sums) {
  const double m = how.scale * g;
  const double deviation = how.first ? 0.0 : m - double(before);
  const S after = static_cast<S>(how.first ? m : fma(how.weight, deviation, double(before)));
  const double stored = after;
  sums.gradient = fma(m, m, sums.gradient);
  sums.deviation = fma(deviation, deviation, sums.deviation);
  sums.mean = fma(stored, stored, sums.mean);
  sums.gradientMetric = fma(p * m, p * m, sums.gradientMetric);
  sums.deviationMetric = fma(p * deviation, p * deviation, sums.deviationMetric);
  sums.meanMetric = fma(p * stored, p * stored, sums.meanMetric);
  sums.nonFinite += finite(after) ? 0 : 1;
  return after;
}

template <typename G, typename S>
__device__ __forceinline__ void accumulateChunk(
    const Chunk& chunk, S* mean, const G* gradient, Entry how, Metric<S> metric, MeanSums& sums) {
  const bool wideM = wide(mean);
  const bool wideG = wide(gradient);
  const bool wideV = wide(metric.second);
  struct Quad {
    typename Arithmetic<G>::type g[kQuad];
    S m[kQuad];
    S v[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(gradient, i, access.span, access.allWide || wideG, q.g);
    clear(q.m);
    clear(q.v);
    if (!how.first) {
      load(mean, i, access.span, access.allWide || wideM, q.m);
    }
    if (metric.second != nullptr) {
      load(metric.second, i, access.span, access.allWide || wideV, q.v);
    }
  };
  const auto take = [&](i64 i, const Access& access, Quad& q) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      q.m[j] = meanOf(q.g[j], q.m[j], metric.weight(q.v[j]), how, sums);
    }
    store(mean, i, access.span, access.allWide || wideM, q.m);
  };
  forEachQuad<batch<S>(2), Quad>(chunk, wideM && wideG && wideV, read, take);
}

template <typename G, typename S>
__device__ __forceinline__ void accumulate(
    const Chunk* chunks, i64 count, S* mean, const G* gradient, Entry how, Metric<S> metric,
    double* partials) {
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    MeanSums sums = {0, 0, 0, 0, 0, 0, 0};
    Entry entry = how;
    if (chunk.isStatistics()) {
      entry.scale = 1;
    }
    accumulateChunk(chunk, mean, gradient, entry, metric, sums);
    if (partials != nullptr) {
      const double keep[7] = {
          sums.gradient,        sums.mean,       sums.deviation,      sums.gradientMetric,
          sums.meanMetric, sums.deviationMetric, double(sums.nonFinite)};
      const double none[7] = {0, 0, 0, 0, 0, 0, 0};
      if (chunk.isStatistics()) {
        blockSums(none, partials, count, c);
      } else {
        blockSums(keep, partials, count, c);
      }
    }
  }
}

// average ← average + weight·(value − average); weight 1 copies, also over non-finite numbers.
template <typename S>
__device__ __forceinline__ void average(S* average, const S* value, i64 length, double weight) {
  const S w = static_cast<S>(weight);
  const bool wideA = wide(average);
  const bool wideV = wide(value);
  const i64 stride = i64(kQuad) * kThreads * gridDim.x;
  for (i64 i = kQuad * (i64(blockIdx.x) * kThreads + threadIdx.x); i < length; i += stride) {
    const Span span = {0, length - i < kQuad ? static_cast<int>(length - i) : kQuad};
    S a[kQuad];
    S x[kQuad];
    load(average, i, span, wideA, a);
    load(value, i, span, wideV, x);
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      a[j] = weight == 1 ? x[j] : fused(w, x[j] - a[j], a[j]);
    }
    store(average, i, span, wideA, a);
  }
}

}  // namespace gns

#define GNS_ACCUMULATE(suffix, G, S)                                                        \
  GNS_KERNEL_AT(                                                                            \
      gns::kStreaming<S>,                                                                   \
      accumulate_##suffix,                                                                  \
      (const gns::Chunk* chunks, long long count, S* mean, const G* gradient, double scale, \
       double weight, int first, const S* second, double correction, double epsilon,        \
       double* partials),                                                                   \
      (chunks, count, mean, gradient, gns::Entry{scale, weight, first != 0},                \
       gns::Metric<S>{second, correction, epsilon}, partials),                              \
      (gns::accumulate<G, S>))
GNS_GRADIENT_AND_STATE(GNS_ACCUMULATE)

#define GNS_AVERAGE(suffix, S)                                                         \
  GNS_KERNEL_AT(                                                                       \
      gns::kStreaming<S>,                                                              \
      average_##suffix, (S* average, const S* value, long long length, double weight), \
      (average, value, length, weight), (gns::average<S>))
GNS_STATE(GNS_AVERAGE)
