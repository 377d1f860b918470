#include "fibers.h"

#include <algorithm>
#include <numeric>

#include "block.h"

namespace emulator {

Launch launch;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(GNS_TSAN)
constexpr size_t kStack = 256 * 1024;
#else
constexpr size_t kStack = 64 * 1024;
#endif

// Blocks with fibers of their own. Those of different blocks have nothing that orders them, so that
// ThreadSanitizer sees races between neighbours of a grid; without it one set serves all blocks.
#if defined(GNS_TSAN)
constexpr unsigned kResident = 4;
#else
constexpr unsigned kResident = 1;
#endif

Block blocks[kResident];


void fiberMain() {
  Fiber* self = launch.current;
  entered(self->context, launch.scheduler);
  for (;;) {
    acquire(&launch.kernel);
    launch.kernel(launch.arguments);
    release(&launch.done);
    self->state = State::kDone;
    launch.block->done++;
    change(self->context, launch.scheduler);
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
  all = all || launch.owner != std::this_thread::get_id();
  launch.owner = std::this_thread::get_id();
  for (Block& block : blocks) {
    block.warps.resize((launch.threads + kWarp - 1) / kWarp);
    for (unsigned i = 0; i < launch.threads; i++) {
      if (i == block.fibers.size()) {
        block.fibers.push_back(std::make_unique<Fiber>());
        makeFiber(*block.fibers[i]);
      } else if (all) {
        makeFiber(*block.fibers[i]);
      }
    }
  }
}

void shuffleOrder(std::vector<int>& turns) {
  for (size_t i = turns.size(); i > 1; i--) {
    launch.random ^= launch.random << 13;
    launch.random ^= launch.random >> 7;
    launch.random ^= launch.random << 17;
    std::swap(turns[i - 1], turns[launch.random % i]);
  }
}

// One turn for every fiber that can run; returns whether there was one.
bool sweep(const std::vector<int>& turns) {
  bool ran = false;
  for (int i : turns) {
    Fiber& fiber = *launch.block->fibers[i];
    if (fiber.state == State::kReady) {
      launch.current = &fiber;
      change(launch.scheduler, fiber.context);
      launch.current = nullptr;
      ran = true;
    }
  }
  return ran;
}

std::string stuck() {
  for (unsigned i = 0; i < launch.threads; i++) {
    const Fiber& fiber = *launch.block->fibers[i];
    if (fiber.state != State::kDone) {
      return std::string(fiber.state == State::kAtBarrier ? "barrier" : "shuffle") + " at line " +
             std::to_string(fiber.line) + " is not reached by all threads";
    }
  }
  return "";
}

void begin(Block& block, Index place, Index grid) {
  launch.block = &block;
  launch.number++;
  block.atBarrier = 0;
  block.done = 0;
  for (Warp& warp : block.warps) {
    warp.arrived = 0;
  }
  for (unsigned t = 0; t < launch.threads; t++) {
    Fiber& fiber = *block.fibers[t];
    fiber.id = {{t, 0, 0}, place, grid};
    fiber.state = State::kReady;
    fiber.shuffles = 0;
    fiber.barriers = 0;
    fiber.warpBarriers = 0;
  }
}

void runBlock(Order order) {
  std::vector<int> turns(launch.threads);
  std::iota(turns.begin(), turns.end(), 0);
  if (order == kReverse) {
    std::reverse(turns.begin(), turns.end());
  }
  while (launch.block->done < static_cast<int>(launch.threads)) {
    if (order == kRandom) {
      shuffleOrder(turns);
    }
    if (!sweep(turns)) {
      fail(stuck());
      return;
    }
  }
}

}  // namespace

void fail(const std::string& message) {
  if (launch.error.empty()) {
    launch.error = message;
  }
}

void wait(State state, int line) {
  Fiber* self = launch.current;
  self->state = state;
  self->line = line;
  change(self->context, launch.scheduler);
}

unsigned long long blockNumber() { return launch.number; }

std::string runGrid(Kernel kernel, const void* arguments, const Grid& grid, Order order) {
  static unsigned grids = 0;
  if (order == kInTurns) {
    order = static_cast<Order>(grids++ % kInTurns);
  }
  launch.error.clear();
  launch.kernel = kernel;
  launch.arguments = arguments;
  launch.threads = grid.threads;
  prepareFibers(false);
  const unsigned long long count = static_cast<unsigned long long>(grid.blocks.x) * grid.blocks.y;
  for (unsigned long long b = 0; b < count && launch.error.empty(); b++) {
    if (b % kResident == 0) {  // what ran before is over
      acquire(&launch.done);
      release(&launch.kernel);
    }
    const auto x = static_cast<unsigned>(b % grid.blocks.x);
    const auto y = static_cast<unsigned>(b / grid.blocks.x);
    begin(blocks[b % kResident], {x, y, 0}, grid.blocks);
    runBlock(order);
  }
  acquire(&launch.done);
  if (!launch.error.empty()) {
    prepareFibers(true);
  }
  return launch.error;
}

}  // namespace emulator
