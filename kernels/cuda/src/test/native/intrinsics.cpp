// The functions of CUDA that the kernels call, for the running fiber.
#include "block.h"

#define EXPORT __attribute__((visibility("default")))

namespace emulator {

namespace {

const Thread nobody = {};

}  // namespace

extern "C" {

EXPORT const Thread* gns_emu_thread() { return launch.current ? &launch.current->id : &nobody; }

EXPORT void gns_emu_error(const char* message) { fail(message); }

EXPORT void gns_emu_sync_threads(int line) {
  Block& block = *launch.block;
  Fiber* self = launch.current;
  char* order = &block.order[self->barriers++ % 2];
  release(order);
  block.atBarrier++;
  self->line = line;
  if (block.atBarrier < static_cast<int>(launch.threads)) {
    wait(State::kAtBarrier, line);
  } else {
    block.atBarrier = 0;
    for (unsigned i = 0; i < launch.threads; i++) {
      Fiber& fiber = *block.fibers[i];
      if (fiber.line != line) {
        fail("barriers at lines " + std::to_string(fiber.line) + " and " + std::to_string(line));
      }
      fiber.state = State::kReady;
    }
  }
  acquire(order);
}

EXPORT double gns_emu_shuffle_xor(double value, int mask, int line) {
  Block& block = *launch.block;
  Fiber* self = launch.current;
  const int lane = self->id.thread.x % kWarp;
  const int first = self->id.thread.x - lane;
  Warp& warp = block.warps[first / kWarp];
  double* values = warp.values[self->shuffles++ % 2];
  values[lane] = value;
  self->line = line;
  if (++warp.arrived < kWarp) {
    wait(State::kAtShuffle, line);
  } else {
    warp.arrived = 0;
    for (int i = first; i < first + kWarp; i++) {
      if (block.fibers[i]->line != line) {
        fail("shuffles at lines " + std::to_string(line) + " and others meet");
      }
      block.fibers[i]->state = State::kReady;
    }
  }
  return values[lane ^ mask];
}

EXPORT void gns_emu_sync_warp(int line) {
  Fiber* self = launch.current;
  Warp& warp = launch.block->warps[self->id.thread.x / kWarp];
  char* order = &warp.order[self->warpBarriers++ % 2];
  release(order);
  gns_emu_shuffle_xor(0, 0, line);
  acquire(order);
}

}  // extern "C"

}  // namespace emulator
