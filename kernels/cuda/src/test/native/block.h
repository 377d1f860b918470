// What the scheduler of fibers and the functions that fibers call share.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "context.h"
#include "fibers.h"

namespace emulator {

constexpr int kWarp = 32;
enum class State { kReady, kAtBarrier, kAtShuffle, kDone };

struct Fiber {
  Context context;
  std::unique_ptr<char[]> stack;
  State state = State::kDone;
  int line = 0;      // of the barrier or shuffle that the fiber waits at
  int shuffles = 0;  // so far in this block; its parity selects the exchange buffer
  int barriers = 0;  // likewise; its parity selects what is released and acquired
  int warpBarriers = 0;  // likewise, of the warp
  Thread id;
};

// Values on their way between the lanes of a warp; two sets, because a fast lane may be one shuffle
// ahead of the slowest. A shuffle moves registers and orders no memory.
struct Warp {
  double values[2][kWarp];
  int arrived = 0;
  char order[2];  // addresses only
};

struct Block {
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<Warp> warps;
  int atBarrier = 0;
  int done = 0;
  char order[2];  // addresses only
};

// The launch that is running.
struct Launch {
  Context scheduler;
  Block* block = nullptr;
  Fiber* current = nullptr;
  Kernel kernel = nullptr;
  const void* arguments = nullptr;
  unsigned threads = 0;
  unsigned long long number = 0;
  unsigned long long random = 1;
  std::string error;
  std::thread::id owner;
  char done = 0;  // its address only
};

extern Launch launch;

// Notes the first error of the launch.
void fail(const std::string& message);

// Leaves the running fiber until somebody makes it ready again.
void wait(State state, int line);

}  // namespace emulator
