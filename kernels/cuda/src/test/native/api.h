// What the files with the calls of the CUDA driver share. The prototypes follow the driver's; handles
// are pointers to our own structs. Calls that are missing here are in stubs.cpp.
#pragma once

#include <mutex>

#include "driver.h"

#define API extern "C" __attribute__((visibility("default"))) int

namespace emulator {

using Lock = std::lock_guard<std::recursive_mutex>;

// Begins a call: takes the lock, and returns the error that the call is to fail with.
#define BEGIN(needsContext)                \
  Driver& d = driver();                    \
  Lock lock(d.lock);                       \
  if (int status = enter(needsContext)) {  \
    return status;                         \
  }

// The stream behind a handle, null for a handle that is none; the null handle is the legacy stream.
Stream* streamOf(void* handle);

// Whether no stream has work.
bool idle();

}  // namespace emulator
