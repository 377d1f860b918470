// Squared norms of sums of outer products, the per-sample gradients of a layer, without forming them
// in memory: dense (one position), thin Gram, and tiled Gram and direct forms (the gradient formed tile by
// tile in registers).
#include "tiles.cuh"

namespace gns {

// A matrix in memory; with a bias (1) one more entry is always 1.
template <typename T>
struct Rows : Walks {
  using Element = typename Arithmetic<T>::type;
  static constexpr bool kEntriesFirst = true;
  const T* x;
  int positions;
  int width;
  int bias;

  __device__ __forceinline__ Rows(const T* x, i64 positions, i64 width, int bias)
      : x(x),
        positions(static_cast<int>(positions)),
        width(static_cast<int>(width)),
        bias(bias) {}

  __device__ __forceinline__ Element at(const Walk& position, const Walk& entry) const {
    const bool here = position.at < positions;
    if (here && entry.at < width) {
      return widen(x[i64(position.at) * width + entry.at]);
    }
    return here && bias && entry.at == width ? 1 : 0;
  }
};

template <typename T>
struct Outer {
  const T* activations;
  const T* outputDeltas;
  i64 rows;
  i64 positions;
  i64 inputs;
  i64 outputs;
  int bias;

  __device__ __forceinline__ Rows<T> entries(i64 row, int one) const {
    return {activations + row * positions * inputs, positions, inputs, one};
  }
  __device__ __forceinline__ Rows<T> deltas(i64 row) const {
    return {outputDeltas + row * positions * outputs, positions, outputs, 0};
  }
};

// Loads elements i..i+3 of a vector; those beyond its end read as 0.
template <typename T, typename C>
__device__ __forceinline__ void loadUpTo(const T* x, i64 length, i64 i, C (&quad)[kQuad]) {
  const i64 left = length - i;
  const Span span = {0, left >= kQuad ? kQuad : left > 0 ? static_cast<int>(left) : 0};
  load(x, i, span, wide(x), quad);
}

template <typename C>
__device__ __forceinline__ void addProducts(
    double& sum, const C (&left)[kQuad], const C (&right)[kQuad]) {
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    sum = fma(double(left[j]), double(right[j]), sum);
  }
}

__device__ __forceinline__ void put(double* norms, i64 row, double norm, int add) {
  norms[row] = add ? norms[row] + norm : norm;
}

// One position: (|a|² + bias)·|δ|², one block per row.
template <typename T>
__device__ __forceinline__ void outerDense(
    const Outer<T>& o, double factor, int add, double* norms) {
  using C = typename Arithmetic<T>::type;
  GNS_SHARED(double, totals, 2);
  const i64 widest = o.inputs > o.outputs ? o.inputs : o.outputs;
  for (i64 row = blockIdx.x; row < o.rows; row += gridDim.x) {
    double sums[2] = {0, 0};
    for (i64 i = i64(kQuad) * threadIdx.x; i < widest; i += i64(kQuad) * kThreads) {
      C a[kQuad];
      C d[kQuad];
      loadUpTo(o.activations + row * o.inputs, o.inputs, i, a);
      loadUpTo(o.outputDeltas + row * o.outputs, o.outputs, i, d);
      addProducts(sums[0], a, a);
      addProducts(sums[1], d, d);
    }
    blockSums(sums, totals, 1, 0);
    if (threadIdx.x == 0) {
      put(norms, row, factor * ((totals[0] + o.bias) * totals[1]), add);
    }
    __syncthreads();
  }
}

// Adds x_t·x_u of all pairs u <= t of T positions to products, pair after pair.
template <int T, typename E>
__device__ __forceinline__ void thinProducts(const E* x, i64 width, double* products) {
  for (i64 i = i64(kQuad) * threadIdx.x; i < width; i += i64(kQuad) * kThreads) {
    typename Arithmetic<E>::type quads[T][kQuad];
#pragma unroll
    for (int t = 0; t < T; t++) {
      loadUpTo(x + t * width, width, i, quads[t]);
    }
#pragma unroll
    for (int t = 0; t < T; t++) {
#pragma unroll
      for (int u = 0; u <= t; u++) {
        addProducts(products[t * (t + 1) / 2 + u], quads[t], quads[u]);
      }
    }
  }
}

// Gram form of T positions, few enough for all products to stay in registers: one block per row.
template <int T, typename E>
__device__ __forceinline__ void outerThin(
    const Outer<E>& o, double factor, int add, double* norms) {
  constexpr int kPairs = T * (T + 1) / 2;
  GNS_SHARED(double, totals, 2 * kPairs);
  for (i64 row = blockIdx.x; row < o.rows; row += gridDim.x) {
    double sums[2 * kPairs];
    clear(sums);
    thinProducts<T>(o.activations + row * T * o.inputs, o.inputs, sums);
    thinProducts<T>(o.outputDeltas + row * T * o.outputs, o.outputs, sums + kPairs);
    blockSums(sums, totals, 1, 0);
    if (threadIdx.x == 0) {
      double norm = 0;
#pragma unroll
      for (int t = 0; t < T; t++) {
#pragma unroll
        for (int u = 0; u <= t; u++) {
          const int pair = t * (t + 1) / 2 + u;
          norm += (t == u ? 1 : 2) * ((totals[pair] + o.bias) * totals[kPairs + pair]);
        }
      }
      put(norms, row, factor * norm, add);
    }
    __syncthreads();
  }
}

template <typename E>
__device__ __forceinline__ void outerThinAny(
    const Outer<E>& o, double factor, int add, double* norms) {
  switch (o.positions) {
    case 2:
      outerThin<2>(o, factor, add, norms);
      break;
    case 3:
      outerThin<3>(o, factor, add, norms);
      break;
    default:
      outerThin<4>(o, factor, add, norms);
      break;
  }
}

}  // namespace gns

#define GNS_OUTER_TILED(side, suffix, T)                                                         \
  GNS_KERNEL(                                                                                    \
      outer_gram##side##_##suffix,                                                               \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, long long perRow, double* partials),       \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, perRow,       \
       partials),                                                                                \
      (gns::gramTiles<side, gns::Outer<T>>))                                                     \
  GNS_KERNEL(                                                                                    \
      outer_direct##side##_##suffix,                                                             \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, long long perRow, double* partials),       \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, perRow,       \
       partials),                                                                                \
      (gns::directTiles<side, gns::Outer<T>>))

#define GNS_OUTER(suffix, T)                                                                     \
  GNS_KERNEL(                                                                                    \
      outer_dense_##suffix,                                                                      \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, double factor, int add, double* norms),    \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, factor, add,  \
       norms),                                                                                   \
      (gns::outerDense<T>))                                                                      \
  GNS_KERNEL(                                                                                    \
      outer_thin_##suffix,                                                                       \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, double factor, int add, double* norms),    \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, factor, add,  \
       norms),                                                                                   \
      (gns::outerThinAny<T>))                                                                    \
  GNS_OUTER_TILED(16, suffix, T)
GNS_GRADIENT(GNS_OUTER)
GNS_OUTER_TILED(32, f32, float)
GNS_OUTER_TILED(32, f16, gns::Half)
GNS_OUTER_TILED(32, bf16, gns::BFloat)
