#include "fibers.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "context.h"

namespace emulator {

namespace {

constexpr int kWarp = 32;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr size_t kStack = 256 * 1024;
#else
constexpr size_t kStack = 64 * 1024;
#endif

enum class State { kReady, kAtBarrier, kAtShuffle, kDone };

struct Fiber {
  Context context;
  std::unique_ptr<char[]> stack;
  State state = State::kDone;
  int line = 0;      // of the barrier or shuffle that the fiber waits at
  int shuffles = 0;  // so far in this block; its parity selects the exchange buffer
  Thread id;
};

// Values on their way between the lanes of a warp; two sets, because a fast lane may be one shuffle
// ahead of the slowest.
struct Warp {
  double values[2][kWarp];
  int arrived = 0;
};

// The block that is running.
struct Block {
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<Warp> warps;
  Context scheduler;
  Fiber* current = nullptr;
  Kernel kernel = nullptr;
  const void* arguments = nullptr;
  unsigned threads = 0;
  int atBarrier = 0;
  int done = 0;
  unsigned long long number = 0;
  unsigned long long random = 1;
  std::string error;
  std::thread::id owner;
};

Block block;
const Thread nobody = {};

void fiberMain() {
  Fiber* self = block.current;
  entered(self->context, block.scheduler);
  for (;;) {
    acquire(&block);
    block.kernel(block.arguments);
    release(&block);
    self->state = State::kDone;
    block.done++;
    change(self->context, block.scheduler);
  }
}

void makeFiber(Fiber& fiber) {
  if (!fiber.stack) {
    fiber.stack.reset(new char[kStack]);
  }
  prepare(fiber.context, fiber.stack.get(), kStack, &fiberMain);
}

// New fibers if there are too few, after an error, or on another thread of the host, whose
// thread-local memory has other addresses.
void prepareFibers(bool all) {
  all = all || block.owner != std::this_thread::get_id();
  block.owner = std::this_thread::get_id();
  for (unsigned i = 0; i < block.threads; i++) {
    if (i == block.fibers.size()) {
      block.fibers.push_back(std::make_unique<Fiber>());
      makeFiber(*block.fibers[i]);
    } else if (all) {
      makeFiber(*block.fibers[i]);
    }
  }
}

void fail(const std::string& message) {
  if (block.error.empty()) {
    block.error = message;
  }
}

void wait(State state, int line) {
  Fiber* self = block.current;
  self->state = state;
  self->line = line;
  change(self->context, block.scheduler);
}

void shuffleOrder(std::vector<int>& turns) {
  for (size_t i = turns.size(); i > 1; i--) {
    block.random ^= block.random << 13;
    block.random ^= block.random >> 7;
    block.random ^= block.random << 17;
    std::swap(turns[i - 1], turns[block.random % i]);
  }
}

// One turn for every fiber that can run; returns whether there was one.
bool sweep(const std::vector<int>& turns) {
  bool ran = false;
  for (int i : turns) {
    Fiber& fiber = *block.fibers[i];
    if (fiber.state == State::kReady) {
      block.current = &fiber;
      change(block.scheduler, fiber.context);
      block.current = nullptr;
      ran = true;
    }
  }
  return ran;
}

std::string stuck() {
  for (unsigned i = 0; i < block.threads; i++) {
    const Fiber& fiber = *block.fibers[i];
    if (fiber.state != State::kDone) {
      return std::string(fiber.state == State::kAtBarrier ? "barrier" : "shuffle") + " at line " +
             std::to_string(fiber.line) + " is not reached by all threads";
    }
  }
  return "";
}

void runBlock(Order order) {
  block.number++;
  block.atBarrier = 0;
  block.done = 0;
  for (Warp& warp : block.warps) {
    warp.arrived = 0;
  }
  std::vector<int> turns(block.threads);
  std::iota(turns.begin(), turns.end(), 0);
  if (order == kReverse) {
    std::reverse(turns.begin(), turns.end());
  }
  release(&block);
  while (block.done < static_cast<int>(block.threads)) {
    if (order == kRandom) {
      shuffleOrder(turns);
    }
    if (!sweep(turns)) {
      fail(stuck());
      return;
    }
  }
  acquire(&block);
}

}  // namespace

std::string runGrid(Kernel kernel, const void* arguments, const Grid& grid, Order order) {
  static unsigned grids = 0;
  if (order == kInTurns) {
    order = static_cast<Order>(grids++ % kInTurns);
  }
  block.error.clear();
  block.kernel = kernel;
  block.arguments = arguments;
  block.threads = grid.threads;
  block.warps.resize((grid.threads + kWarp - 1) / kWarp);
  prepareFibers(false);
  for (unsigned y = 0; y < grid.blocks.y && block.error.empty(); y++) {
    for (unsigned x = 0; x < grid.blocks.x && block.error.empty(); x++) {
      for (unsigned t = 0; t < grid.threads; t++) {
        Fiber& fiber = *block.fibers[t];
        fiber.id = {{t, 0, 0}, {x, y, 0}, grid.blocks};
        fiber.state = State::kReady;
        fiber.shuffles = 0;
      }
      runBlock(order);
    }
  }
  if (!block.error.empty()) {
    prepareFibers(true);
  }
  return block.error;
}

extern "C" {

__attribute__((visibility("default"))) const Thread* gns_emu_thread() { return block.current ? &block.current->id : &nobody; }

__attribute__((visibility("default"))) unsigned long long gns_emu_block_number() { return block.number; }

__attribute__((visibility("default"))) void gns_emu_error(const char* message) { fail(message); }

__attribute__((visibility("default"))) void gns_emu_sync_threads(int line) {
  release(&block.atBarrier);
  block.atBarrier++;
  block.current->line = line;
  if (block.atBarrier < static_cast<int>(block.threads)) {
    wait(State::kAtBarrier, line);
  } else {
    block.atBarrier = 0;
    for (unsigned i = 0; i < block.threads; i++) {
      Fiber& fiber = *block.fibers[i];
      if (fiber.line != line) {
        fail("barriers at lines " + std::to_string(fiber.line) + " and " + std::to_string(line));
      }
      fiber.state = State::kReady;
    }
  }
  acquire(&block.atBarrier);
}

__attribute__((visibility("default"))) double gns_emu_shuffle_xor(double value, int mask, int line) {
  Fiber* self = block.current;
  const int lane = self->id.thread.x % kWarp;
  const int first = self->id.thread.x - lane;
  Warp& warp = block.warps[first / kWarp];
  double* values = warp.values[self->shuffles++ % 2];
  values[lane] = value;
  self->line = line;
  release(&warp);
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
  acquire(&warp);
  return values[lane ^ mask];
}

}  // extern "C"

}  // namespace emulator
