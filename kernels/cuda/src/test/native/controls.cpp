// What tests can set and ask, beside the calls of the driver.
#include "driver.h"
#include "record.h"

#define EXPORT __attribute__((visibility("default")))

namespace emulator {

extern "C" {

// The library that is loaded next registers its kernels under the number that is returned.
EXPORT int gns_emu_begin_library() {
  driver().libraries.emplace_back();
  return static_cast<int>(driver().libraries.size()) - 1;
}

// Searches this library before those enabled so far, or forgets it.
EXPORT void gns_emu_enable(int library, int enabled) {
  auto& list = driver().enabled;
  for (size_t i = 0; i < list.size(); i++) {
    if (list[i] == library) {
      list.erase(list.begin() + i--);
    }
  }
  if (enabled) {
    list.push_back(library);
  }
}

// Called by a library of kernels as it is loaded. One that nobody announced, such as a preloaded one, is
// enabled at once.
EXPORT void gns_emu_register(
    const char* name, void (*call)(const void*), const int* sizes, int count) {
  if (driver().libraries.empty()) {
    gns_emu_enable(gns_emu_begin_library(), 1);
  }
  driver().libraries.back()[name] = {call, std::vector<int>(sizes, sizes + count)};
}

EXPORT void gns_emu_order(int order) {
  driver().order = static_cast<Order>(order);
}

EXPORT void gns_emu_deferred(int deferred) {
  driver().deferred = deferred != 0;
}

// Synchronisation returns without doing what it waits for, as if the call had been forgotten.
EXPORT void gns_emu_deaf(int deaf) {
  driver().deafToSynchronise = deaf != 0;
}

EXPORT void gns_emu_memory_limit(long long bytes) {
  driver().memoryLimit = bytes;
}

// The call with this number from now on fails with `code`; -1 for none.
EXPORT void gns_emu_fail(long long call, int code) {
  Driver& d = driver();
  d.calls = 0;
  d.failAt = call;
  d.failWith = code;
}

EXPORT long long gns_emu_calls() { return driver().calls; }

EXPORT long long gns_emu_launches() { return driver().launches; }

EXPORT long long gns_emu_memory_used() {
  return driver().memoryUsed;
}

// Everything that exists: allocations, streams, events, modules, references to contexts.
EXPORT long long gns_emu_alive() {
  Driver& d = driver();
  long long alive = d.memory.size() + d.pinned.size() + d.streams.size() + d.events.size() +
                    d.modules.size();
  for (const PrimaryContext& context : d.contexts) {
    alive += context.references;
  }
  return alive;
}

// The first error of a launch since the last call, empty for none; ends the broken state.
EXPORT const char* gns_emu_take_error() {
  static std::string taken;
  Driver& d = driver();
  taken = d.error;
  d.error.clear();
  d.sticky = kSuccess;
  return taken.c_str();
}

// Writes every launch from now on to this file, with the memory that it refers to; an empty name ends it.
EXPORT void gns_emu_record(const char* file) { record(file); }

}  // extern "C"

}  // namespace emulator
