// Element types of the arrays, and loads and stores of four neighbours.
#pragma once

#include "platform.cuh"

namespace gns {

// IEEE binary16 and bfloat16 as stored; only gradients and activations have these types.
struct Half {
  unsigned short bits;
};
struct BFloat {
  unsigned short bits;
};

// Type that arithmetic on elements of type T uses.
template <typename T>
struct Arithmetic {
  using type = float;
};
template <>
struct Arithmetic<double> {
  using type = double;
};

__device__ __forceinline__ float widen(float x) { return x; }
__device__ __forceinline__ double widen(double x) { return x; }
__device__ __forceinline__ float widen(BFloat x) {
  return __uint_as_float(static_cast<unsigned>(x.bits) << 16);
}
__device__ __forceinline__ float widen(Half x) {
#ifdef __CUDACC__
  float result;
  asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(x.bits));
  return result;
#else
  return emulator::halfToFloat(x.bits);
#endif
}

// Elements [lo, hi) of four are inside the range that a block works on.
struct Span {
  int lo;
  int hi;
  __device__ __forceinline__ bool full() const { return lo == 0 && hi == kQuad; }
  __device__ __forceinline__ bool holds(int j) const { return j >= lo && j < hi; }
};

// How a thread gets at a quad: the elements inside, and whether all arrays take vector accesses there.
struct Access {
  Span span;
  bool allWide;
};

// Whether vector accesses to quads of the array are aligned.
template <typename T>
__device__ __forceinline__ bool wide(const T* array) {
  constexpr unsigned long long bytes = sizeof(T) * kQuad < 16 ? sizeof(T) * kQuad : 16;
  return (reinterpret_cast<unsigned long long>(array) & (bytes - 1)) == 0;
}

__device__ __forceinline__ void loadWide(const float* p, float (&x)[kQuad]) {
  float4 v = *reinterpret_cast<const float4*>(p);
  x[0] = v.x;
  x[1] = v.y;
  x[2] = v.z;
  x[3] = v.w;
}
__device__ __forceinline__ void loadWide(const double* p, double (&x)[kQuad]) {
  double2 low = *reinterpret_cast<const double2*>(p);
  double2 high = *reinterpret_cast<const double2*>(p + 2);
  x[0] = low.x;
  x[1] = low.y;
  x[2] = high.x;
  x[3] = high.y;
}
template <typename H>
__device__ __forceinline__ void loadWide(const H* p, float (&x)[kQuad]) {
  ushort4 v = *reinterpret_cast<const ushort4*>(p);
  x[0] = widen(H{v.x});
  x[1] = widen(H{v.y});
  x[2] = widen(H{v.z});
  x[3] = widen(H{v.w});
}

template <typename T, int N>
__device__ __forceinline__ void clear(T (&x)[N]) {
#pragma unroll
  for (int j = 0; j < N; j++) {
    x[j] = 0;
  }
}

// Loads elements i..i+3; those outside the span read as 0 and are not touched.
template <typename T, typename C>
__device__ __forceinline__ void load(const T* p, i64 i, Span span, bool isWide, C (&x)[kQuad]) {
  typename Arithmetic<T>::type raw[kQuad];
  if (isWide && span.full()) {
    loadWide(p + i, raw);
  } else {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      raw[j] = 0;
      if (span.holds(j)) {
        raw[j] = widen(p[i + j]);
      }
    }
  }
#pragma unroll
  for (int j = 0; j < kQuad; j++) {
    x[j] = raw[j];
  }
}

__device__ __forceinline__ void storeWide(float* p, const float (&x)[kQuad]) {
  *reinterpret_cast<float4*>(p) = make_float4(x[0], x[1], x[2], x[3]);
}
__device__ __forceinline__ void storeWide(double* p, const double (&x)[kQuad]) {
  *reinterpret_cast<double2*>(p) = make_double2(x[0], x[1]);
  *reinterpret_cast<double2*>(p + 2) = make_double2(x[2], x[3]);
}

// Stores the elements of the span.
template <typename S>
__device__ __forceinline__ void store(S* p, i64 i, Span span, bool isWide, const S (&x)[kQuad]) {
  if (isWide && span.full()) {
    storeWide(p + i, x);
  } else {
#pragma unroll
    for (int j = 0; j < kQuad; j++) {
      if (span.holds(j)) {
        p[i + j] = x[j];
      }
    }
  }
}

}  // namespace gns

// Applies X to each pair (gradient, state) of element types: X(suffix, gradient type, state type).
#define GNS_GRADIENT_AND_STATE(X)   \
  X(f32_f32, float, float)          \
  X(f16_f32, gns::Half, float)      \
  X(bf16_f32, gns::BFloat, float)   \
  X(f32_f64, float, double)         \
  X(f64_f64, double, double)

// Applies X to each type of the optimizer state: X(suffix, type).
#define GNS_STATE(X) \
  X(f32, float)      \
  X(f64, double)

// Applies X to each type that a gradient or an activation can have: X(suffix, type).
#define GNS_GRADIENT(X)   \
  X(f32, float)           \
  X(f64, double)          \
  X(f16, gns::Half)       \
  X(bf16, gns::BFloat)
