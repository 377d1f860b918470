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
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    double sums[3] = {0, 0, 0};  // squared, squared in the metric, non-finite
    if (!chunk.isStatistics()) {
      forEachQuad(chunk, [&](i64 i, Span span) {
        double g[kQuad];
        load(gradient, i, span, wideG, g);
        S v[kQuad] = {0, 0, 0, 0};
        if (metric.second != nullptr) {
          load(metric.second, i, span, wideV, v);
        }
#pragma unroll
        for (int j = 0; j < kQuad; j++) {
          double x = scale * g[j];
          double y = metric.weight(v[j]) * x;
          sums[0] = fma(x, x, sums[0]);
          sums[1] = fma(y, y, sums[1]);
          sums[2] += finite(g[j]) ? 0 : 1;
        }
      });
    }
    blockSums(sums, partials, count, c);
  }
}

template <typename S>
__device__ __forceinline__ void dot(
    const Chunk* chunks, i64 count, const S* a, const S* b, double* partials) {
  const bool wideA = wide(a);
  const bool wideB = wide(b);
  for (i64 c = blockIdx.x; c < count; c += gridDim.x) {
    const Chunk chunk = chunks[c];
    double sums[1] = {0};
    if (!chunk.isStatistics()) {
      forEachQuad(chunk, [&](i64 i, Span span) {
        double x[kQuad];
        double y[kQuad];
        load(a, i, span, wideA, x);
        load(b, i, span, wideB, y);
#pragma unroll
        for (int j = 0; j < kQuad; j++) {
          sums[0] = fma(x[j], y[j], sums[0]);
        }
      });
    }
    blockSums(sums, partials, count, c);
  }
}

}  // namespace gns

#define GNS_SQUARED_NORM(suffix, G, S)                                                          \
  GNS_KERNEL(                                                                                   \
      squared_norm_##suffix,                                                                    \
      (const gns::Chunk* chunks, long long count, const G* gradient, double scale,              \
       const S* second, double correction, double epsilon, double* partials),                   \
      (chunks, count, gradient, scale, gns::Metric<S>{second, correction, epsilon}, partials),  \
      (gns::squaredNorm<G, S>))
GNS_GRADIENT_AND_STATE(GNS_SQUARED_NORM)

#define GNS_DOT(suffix, S)                                                                   \
  GNS_KERNEL(                                                                                \
      dot_##suffix,                                                                          \
      (const gns::Chunk* chunks, long long count, const S* a, const S* b, double* partials), \
      (chunks, count, a, b, partials), (gns::dot<S>))
GNS_STATE(GNS_DOT)
