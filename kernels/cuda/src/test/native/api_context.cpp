// Calls of the driver: start, devices, primary contexts.
#include <cstdio>

#include "api.h"

namespace emulator {

API cuInit(unsigned) {
  Driver& d = driver();
  Lock lock(d.lock);
  if (d.calls++ == d.failAt) {
    return d.failWith;
  }
  if (d.devices == 0) {
    return kNoDevice;
  }
  d.initialised = true;
  return kSuccess;
}

API cuDriverGetVersion(int* version) {
  BEGIN(false)
  *version = d.version;
  return kSuccess;
}

API cuGetErrorString(int error, const char** text) {
  *text = error == kSuccess ? "no error" : "error of the emulated driver";
  return kSuccess;
}

API cuDeviceGetCount(int* count) {
  BEGIN(false)
  *count = d.devices;
  return kSuccess;
}

API cuDeviceGet(int* device, int ordinal) {
  BEGIN(false)
  if (ordinal < 0 || ordinal >= d.devices) {
    return kInvalidDevice;
  }
  *device = ordinal;
  return kSuccess;
}

API cuDeviceGetName(char* name, int length, int) {
  BEGIN(false)
  std::snprintf(name, length, "emulated device");
  return kSuccess;
}

API cuDeviceGetAttribute(int* value, int attribute, int) {
  BEGIN(false)
  constexpr int kMultiprocessors = 16, kCacheBytes = 38, kMajor = 75, kMinor = 76;
  *value = attribute == kMajor             ? d.capability / 10
           : attribute == kMinor           ? d.capability % 10
           : attribute == kMultiprocessors ? 1
           : attribute == kCacheBytes      ? 4096
                                           : 0;
  return kSuccess;
}

API cuDevicePrimaryCtxRetain(void** context, int device) {
  BEGIN(false)
  d.contexts[device].references++;
  *context = &d.contexts[device];
  return kSuccess;
}

API cuDevicePrimaryCtxRelease_v2(int device) {
  BEGIN(false)
  if (d.contexts[device].references == 0) {
    return kInvalidContext;
  }
  d.contexts[device].references--;
  return kSuccess;
}

API cuCtxPushCurrent_v2(void* context) {
  BEGIN(false)
  currentContexts().push_back(static_cast<PrimaryContext*>(context));
  return kSuccess;
}

// Leaving a context cannot be made to fail: nothing could set it right.
API cuCtxPopCurrent_v2(void** context) {
  auto& stack = currentContexts();
  if (stack.empty()) {
    return kInvalidContext;
  }
  *context = stack.back();
  stack.pop_back();
  return kSuccess;
}

API cuCtxSetCurrent(void* context) {
  BEGIN(false)
  auto& stack = currentContexts();
  if (!stack.empty()) {
    stack.pop_back();
  }
  if (context != nullptr) {
    stack.push_back(static_cast<PrimaryContext*>(context));
  }
  return kSuccess;
}

API cuCtxGetCurrent(void** context) {
  BEGIN(false)
  *context = currentContexts().empty() ? nullptr : currentContexts().back();
  return kSuccess;
}

API cuCtxSynchronize() {
  BEGIN(true)
  drain(d.legacy);
  for (Stream* stream : d.streams) {
    drain(*stream);
  }
  return d.sticky;
}

}  // namespace emulator
