// Squared norms of sums of outer products, the per-sample gradients of a layer, without forming them
// in memory: dense (one position), thin and tiled Gram, and direct (the gradient formed tile by tile in registers).
#include "elements.cuh"
#include "reduce.cuh"

namespace gns {

// Side of a square tile of 256 results.
constexpr int kSide = 16;

// Distance of rows in shared memory, one more than a power of two against bank conflicts.
constexpr int kPitch = kSide + 1;

template <typename T>
struct Outer {
  const T* activations;
  const T* deltas;
  i64 rows;
  i64 positions;
  i64 inputs;
  i64 outputs;
  int bias;
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
      loadUpTo(o.deltas + row * o.outputs, o.outputs, i, d);
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
    thinProducts<T>(o.deltas + row * T * o.outputs, o.outputs, sums + kPairs);
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

// Products x_t·x_u of a tile of positions, thread (ty, tx) forming that of t = first + ty and
// u = second + tx; positions beyond the end count as 0.
template <typename T>
__device__ __forceinline__ double tileDot(
    const T* x, i64 positions, i64 width, i64 first, i64 second, double* left, double* right) {
  const int tx = threadIdx.x % kSide;
  const int ty = threadIdx.x / kSide;
  double sum = 0;
  for (i64 k = 0; k < width; k += kSide) {
    const bool inWidth = k + tx < width;
    const i64 t = first + ty;
    const i64 u = second + ty;
    left[ty * kPitch + tx] =
        inWidth && t < positions ? double(widen(x[t * width + k + tx])) : 0.0;
    right[ty * kPitch + tx] =
        inWidth && u < positions ? double(widen(x[u * width + k + tx])) : 0.0;
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
template <typename T>
__device__ __forceinline__ void outerGram(const Outer<T>& o, i64 perRow, double* partials) {
  GNS_SHARED(double, left, kSide * kPitch);
  GNS_SHARED(double, right, kSide * kPitch);
  for (i64 b = blockIdx.x; b < o.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const i64 t = triangleRow(b % perRow);
    const i64 u = b % perRow - t * (t + 1) / 2;
    const double a = tileDot(
        o.activations + row * o.positions * o.inputs, o.positions, o.inputs, t * kSide, u * kSide,
        left, right);
    const double d = tileDot(
        o.deltas + row * o.positions * o.outputs, o.positions, o.outputs, t * kSide, u * kSide,
        left, right);
    const double sums[1] = {(t == u ? 1 : 2) * ((a + o.bias) * d)};
    blockSums(sums, partials, 0, b);
  }
}

// Direct form: one block per row and 16 × 16 tile of the weight gradient; the bias is one more input.
template <typename T>
__device__ __forceinline__ void outerDirect(const Outer<T>& o, i64 perRow, double* partials) {
  GNS_SHARED(double, left, kSide * kPitch);
  GNS_SHARED(double, right, kSide * kPitch);
  const int tx = threadIdx.x % kSide;
  const int ty = threadIdx.x / kSide;
  const i64 across = (o.outputs + kSide - 1) / kSide;
  for (i64 b = blockIdx.x; b < o.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const i64 i = b % perRow / across * kSide;
    const i64 j = b % perRow % across * kSide;
    const T* a = o.activations + row * o.positions * o.inputs;
    const T* d = o.deltas + row * o.positions * o.outputs;
    double entry = 0;
    for (i64 t = 0; t < o.positions; t += kSide) {
      const bool here = t + ty < o.positions;
      const double one = here && o.bias && i + tx == o.inputs ? 1 : 0;
      left[ty * kPitch + tx] =
          here && i + tx < o.inputs ? double(widen(a[(t + ty) * o.inputs + i + tx])) : one;
      right[ty * kPitch + tx] =
          here && j + tx < o.outputs ? double(widen(d[(t + ty) * o.outputs + j + tx])) : 0.0;
      __syncthreads();
#pragma unroll
      for (int k = 0; k < kSide; k++) {
        entry = fma(left[k * kPitch + ty], right[k * kPitch + tx], entry);
      }
      __syncthreads();
    }
    const double sums[1] = {entry * entry};
    blockSums(sums, partials, 0, b);
  }
}

}  // namespace gns

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
  GNS_KERNEL(                                                                                    \
      outer_gram_##suffix,                                                                       \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, long long perRow, double* partials),       \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, perRow,       \
       partials),                                                                                \
      (gns::outerGram<T>))                                                                       \
  GNS_KERNEL(                                                                                    \
      outer_direct_##suffix,                                                                     \
      (const T* activations, const T* deltas, long long rows, long long positions,               \
       long long inputs, long long outputs, int bias, long long perRow, double* partials),       \
      (gns::Outer<T>{activations, deltas, rows, positions, inputs, outputs, bias}, perRow,       \
       partials),                                                                                \
      (gns::outerDirect<T>))
GNS_GRADIENT(GNS_OUTER)
