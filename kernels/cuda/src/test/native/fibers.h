// Runs the blocks of a kernel: each thread of a block is a fiber that gives way at barriers.
#pragma once

#include <string>

#include "emulator.h"

namespace emulator {

// In which order the threads of a block get their turns between two barriers.
// kInTurns takes the others one after the other, a grid each.
enum Order { kForward, kReverse, kRandom, kInTurns };

using Kernel = void (*)(const void* arguments);

struct Grid {
  Index blocks;
  unsigned threads;
};

// Runs all blocks, one after the other. Returns the first error, or an empty string. One caller at a
// time.
std::string runGrid(Kernel kernel, const void* arguments, const Grid& grid, Order order);

// Number of the running block, from 1, over all grids.
unsigned long long blockNumber();

}  // namespace emulator
