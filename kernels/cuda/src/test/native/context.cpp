#include "context.h"

namespace emulator {

namespace {

void announce(Context& from, Context& to) {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&from.fakeStack, to.bottom, to.size);
#endif
#if defined(GNS_TSAN)
  if (from.tsanFiber == nullptr) {
    from.tsanFiber = __tsan_get_current_fiber();
  }
  constexpr unsigned kNoSynchronisation = 1;
  __tsan_switch_to_fiber(to.tsanFiber, kNoSynchronisation);
#endif
  (void)from;
  (void)to;
}

void arrived(Context& self, Context* from) {
#if defined(__SANITIZE_ADDRESS__)
  const void* bottom;
  size_t size;
  __sanitizer_finish_switch_fiber(self.fakeStack, &bottom, &size);
  if (from != nullptr) {
    from->bottom = bottom;
    from->size = size;
  }
#endif
  (void)self;
  (void)from;
}

}  // namespace

#if defined(__x86_64__)

// Saves the registers that a called function must preserve, and swaps the stacks.
extern "C" void gns_emu_swap(void** save, void* load);
asm(R"(
.text
.type gns_emu_swap,@function
.hidden gns_emu_swap
.globl gns_emu_swap
gns_emu_swap:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size gns_emu_swap, .-gns_emu_swap
)");

void prepare(Context& context, char* stack, size_t size, void (*entry)()) {
  context.bottom = stack;
  context.size = size;
  auto top = reinterpret_cast<std::uintptr_t>(stack + size) & ~std::uintptr_t(15);
  auto* slots = reinterpret_cast<void**>(top) - 8;
  for (int i = 0; i < 8; i++) {
    slots[i] = nullptr;
  }
  slots[6] = reinterpret_cast<void*>(entry);  // what `ret` finds above six registers
  context.stackPointer = slots;
#if defined(GNS_TSAN)
  if (context.tsanFiber != nullptr) {
    __tsan_destroy_fiber(context.tsanFiber);
  }
  context.tsanFiber = __tsan_create_fiber(0);
#endif
}

void change(Context& from, Context& to) {
  announce(from, to);
  gns_emu_swap(&from.stackPointer, to.stackPointer);
  arrived(from, nullptr);
}

#else

void prepare(Context& context, char* stack, size_t size, void (*entry)()) {
  context.bottom = stack;
  context.size = size;
  getcontext(&context.state);
  context.state.uc_stack.ss_sp = stack;
  context.state.uc_stack.ss_size = size;
  context.state.uc_link = nullptr;
  makecontext(&context.state, entry, 0);
#if defined(GNS_TSAN)
  context.tsanFiber = __tsan_create_fiber(0);
#endif
}

void change(Context& from, Context& to) {
  announce(from, to);
  swapcontext(&from.state, &to.state);
  arrived(from, nullptr);
}

#endif

void entered(Context& self, Context& from) { arrived(self, &from); }

}  // namespace emulator
