// What the kernels need of CUDA C++, for g++. Included by platform.cuh when nvcc does not compile it.
// Every thread of a block is a fiber (fibers.h); a block runs on one thread of the host.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>

#define __global__
#define __device__
#define __forceinline__ inline

namespace emulator {

struct Index {
  unsigned x, y, z;
};

// The thread that is running.
struct Thread {
  Index thread;
  Index block;
  Index grid;
};

// Exported by the runtime.
extern "C" const Thread* gns_emu_thread();
extern "C" void gns_emu_sync_threads(int line);
extern "C" void gns_emu_sync_warp(int line);
extern "C" double gns_emu_shuffle_xor(double value, int mask, int line);
extern "C" void* gns_emu_shared(const void* key, std::size_t bytes);
extern "C" void gns_emu_error(const char* message);
extern "C" void gns_emu_register(
    const char* name, void (*call)(const void*), const int* sizes, int count);

inline void require(bool holds, const char* message) {
  if (!holds) {
    gns_emu_error(message);
  }
}

// Vector types; a misaligned access is an error, as on the device.
template <typename V>
inline const V& aligned(const V& value) {
  std::uintptr_t address;
  const V* pointer = &value;
  std::memcpy(&address, &pointer, sizeof address);
  require(address % sizeof(V) == 0, "misaligned vector access");
  return value;
}

inline float halfToFloat(unsigned short bits) {
  _Float16 half;
  std::memcpy(&half, &bits, sizeof half);
  return half;
}

// Calls a kernel with arguments out of a packed buffer, and tells their sizes.
template <auto Kernel>
struct Entry;
template <typename... A, void (*Kernel)(A...)>
struct Entry<Kernel> {
  static constexpr int sizes[] = {sizeof(A)...};

  static void call(const void* buffer) {
    const char* next = static_cast<const char*>(buffer);
    std::tuple<A...> arguments{take<A>(next)...};
    std::apply(Kernel, arguments);
  }

 private:
  template <typename T>
  static T take(const char*& next) {
    auto offset = reinterpret_cast<std::uintptr_t>(next);
    offset = (offset + alignof(T) - 1) / alignof(T) * alignof(T);
    next = reinterpret_cast<const char*>(offset);
    alignas(T) char bytes[sizeof(T)];
    std::memcpy(bytes, next, sizeof(T));
    next += sizeof(T);
    return *reinterpret_cast<T*>(bytes);
  }
};

struct Registration {
  template <int N>
  Registration(const char* name, void (*call)(const void*), const int (&sizes)[N]) {
    gns_emu_register(name, call, sizes, N);
  }
};

}  // namespace emulator

struct float4 {
  float x, y, z, w;
  float4() = default;
  float4(float x, float y, float z, float w) : x(x), y(y), z(z), w(w) {}
  float4(const float4& o) : x(emulator::aligned(o).x), y(o.y), z(o.z), w(o.w) {}
  float4& operator=(const float4& o) {
    emulator::aligned(*this);
    x = o.x, y = o.y, z = o.z, w = o.w;
    return *this;
  }
};
struct double2 {
  double x, y;
  double2() = default;
  double2(double x, double y) : x(x), y(y) {}
  double2(const double2& o) : x(emulator::aligned(o).x), y(o.y) {}
  double2& operator=(const double2& o) {
    emulator::aligned(*this);
    x = o.x, y = o.y;
    return *this;
  }
};
struct ushort4 {
  unsigned short x, y, z, w;
  ushort4(const ushort4& o) : x(emulator::aligned(o).x), y(o.y), z(o.z), w(o.w) {}
};

inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline double2 make_double2(double x, double y) { return {x, y}; }

inline float __uint_as_float(unsigned bits) {
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}
using std::fma;
using std::fmax;
using std::fmin;

#define threadIdx (emulator::gns_emu_thread()->thread)
#define blockIdx (emulator::gns_emu_thread()->block)
#define gridDim (emulator::gns_emu_thread()->grid)
#define __syncthreads() emulator::gns_emu_sync_threads(__LINE__)
#define __syncwarp() emulator::gns_emu_sync_warp(__LINE__)
#define __shfl_xor_sync(lanes, value, mask) emulator::gns_emu_shuffle_xor(value, mask, __LINE__)

#define GNS_SHARED(type, name, count) \
  static const char name##Key = 0;    \
  type* name = static_cast<type*>(emulator::gns_emu_shared(&name##Key, sizeof(type) * (count)))

#define GNS_KERNEL_AT(blocks, name, parameters, arguments, body) \
  static void name parameters { body arguments; }           \
  static const emulator::Registration name##Registration(   \
      #name, &emulator::Entry<&name>::call, emulator::Entry<&name>::sizes);
