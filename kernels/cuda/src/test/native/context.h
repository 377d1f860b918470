// Switching between fibers: 20 instructions on x86-64, ucontext elsewhere, and what the sanitizers
// must be told.
#pragma once

#include <cstddef>
#include <cstdint>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
extern "C" void __sanitizer_start_switch_fiber(void** fakeStack, const void* bottom, size_t size);
extern "C" void __sanitizer_finish_switch_fiber(
    void* fakeStack, const void** bottomOld, size_t* sizeOld);
#endif
// This runtime itself stays uninstrumented under ThreadSanitizer: only the kernels are watched, and what
// orders their threads is told by release and acquire.
#if defined(GNS_TSAN)
extern "C" void* __tsan_get_current_fiber();
extern "C" void* __tsan_create_fiber(unsigned flags);
extern "C" void __tsan_destroy_fiber(void* fiber);
extern "C" void __tsan_switch_to_fiber(void* fiber, unsigned flags);
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace emulator {

// A flow of control that can be left and resumed.
struct Context {
#if defined(__x86_64__)
  void* stackPointer = nullptr;
#else
  ucontext_t state;
#endif
  const void* bottom = nullptr;
  size_t size = 0;
  void* fakeStack = nullptr;
  void* tsanFiber = nullptr;
};

// Prepares `context` to run entry(), which must never return, on the given stack.
void prepare(Context& context, char* stack, size_t size, void (*entry)());

// Leaves `from` and resumes `to`.
void change(Context& from, Context& to);

// To be called first by entry().
void entered(Context& self, Context& from);

// Everything that happened before release(x) happened before what follows acquire(x).
inline void release(void* address) {
#if defined(GNS_TSAN)
  __tsan_release(address);
#else
  (void)address;
#endif
}
inline void acquire(void* address) {
#if defined(GNS_TSAN)
  __tsan_acquire(address);
#else
  (void)address;
#endif
}

}  // namespace emulator
