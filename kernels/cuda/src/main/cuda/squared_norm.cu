// Squared norm of a gradient, and the product of two arrays.
#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

template <typename G, typename S>
__device__ __forceinline__ void squaredNorm(
    const Chunk* chunks, i64 count, const G* gradient, double scale, Metric<S> metric,
    double* partials) {
  const bool wideG = wide(gradient);
  const bool wideV = wide(metric.second);
  double squared;
  double squaredMetric;
  int nonFinite;
  struct Quad {
    typename Arithmetic<G>::type g[kQuad];
    S v[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(gradient, i, access.span, access.allWide || wideG, q.g);
    if (metric.second != nullptr) {
      load(metric.second, i, access.span, access.allWide || wideV, q.v);
    }
  };
  const auto take = [&](i64, const Access&, const Quad& q) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      const double x = scale * double(q.g[j]);
      squared = fma(x, x, squared);
      nonFinite += finite(q.g[j]) ? 0 : 1;
      if (metric.second != nullptr) {
        const double y = metric.weight(q.v[j]) * x;
        squaredMetric = fma(y, y, squaredMetric);
      }
    }
  };
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    squared = 0;
    squaredMetric = 0;
    nonFinite = 0;
    if (!chunk.isStatistics()) {
      forEachQuad<batch<S>(4), Quad>(chunk, wideG && wideV, read, take);
    }
    const double sums[3] = {squared, squaredMetric, double(nonFinite)};
    blockSums(sums, partials, count, c);
  }
}

template <typename S>
__device__ __forceinline__ void dot(
    const Chunk* chunks, i64 count, const S* a, const S* b, double* partials) {
  const bool wideA = wide(a);
  const bool wideB = wide(b);
  double sums[1];
  struct Quad {
    S a[kQuad];
    S b[kQuad];
  };
  const auto read = [&](i64 i, const Access& access, Quad& q) {
    load(a, i, access.span, access.allWide || wideA, q.a);
    load(b, i, access.span, access.allWide || wideB, q.b);
  };
  const auto take = [&](i64, const Access&, const Quad& q) {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      sums[0] = fma(double(q.a[j]), double(q.b[j]), sums[0]);
    }
  };
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    clear(sums);
    if (!chunk.isStatistics()) {
      forEachQuad<batch<S>(2), Quad>(chunk, wideA && wideB, read, take);
    }
    blockSums(sums, partials, count, c);
  }
}

}  // namespace gns

#define GNS_SQUARED_NORM(suffix, G, S)                                                         \
  GNS_KERNEL_AT(                                                                               \
      gns::kStreaming<S>,                                                                      \
      squared_norm_##suffix,                                                                   \
      (const gns::Chunk* chunks, long long count, const G* gradient, double scale,             \
       const S* second, double correction, double epsilon, double* partials),                  \
      (chunks, count, gradient, scale, gns::Metric<S>{second, correction, epsilon}, partials), \
      (gns::squaredNorm<G, S>))
GNS_GRADIENT_AND_STATE(GNS_SQUARED_NORM)

#define GNS_DOT(suffix, S)                                                                   \
  GNS_KERNEL_AT(                                                                             \
      gns::kStreaming<S>,                                                                    \
      dot_##suffix,                                                                          \
      (const gns::Chunk* chunks, long long count, const S* a, const S* b, double* partials), \
      (chunks, count, a, b, partials), (gns::dot<S>))
GNS_STATE(GNS_DOT)
