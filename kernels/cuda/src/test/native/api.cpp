// The calls of the CUDA driver that the backend makes, and a few more for programs of users. The
// prototypes follow the driver's; handles are pointers to our own structs.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "driver.h"

#define API extern "C" __attribute__((visibility("default"))) int

namespace emulator {

namespace {

using Lock = std::lock_guard<std::recursive_mutex>;

#define BEGIN(needsContext)                \
  Driver& d = driver();                    \
  Lock lock(d.lock);                       \
  if (int status = enter(needsContext)) {  \
    return status;                         \
  }

Stream* streamOf(void* handle) {
  Driver& d = driver();
  if (handle == nullptr) {
    return &d.legacy;
  }
  auto* stream = static_cast<Stream*>(handle);
  return d.streams.count(stream) ? stream : nullptr;
}

bool idle() {
  Driver& d = driver();
  bool idle = d.legacy.queue.empty();
  for (Stream* stream : d.streams) {
    idle = idle && stream->queue.empty();
  }
  return idle;
}

int misuse(const char* message) {
  Driver& d = driver();
  if (d.error.empty()) {
    d.error = message;
  }
  return kInvalidValue;
}

int copy(void* target, const void* source, size_t bytes, Stream* stream) {
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  submit(*stream, [=] { std::memcpy(target, source, bytes); });
  return kSuccess;
}

}  // namespace

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
  constexpr int kMultiprocessors = 16, kMajor = 75, kMinor = 76;
  *value = attribute == kMajor            ? d.capability / 10
           : attribute == kMinor          ? d.capability % 10
           : attribute == kMultiprocessors ? 1
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

API cuMemAlloc_v2(void** pointer, size_t bytes) {
  BEGIN(true)
  if (bytes == 0) {
    return kInvalidValue;
  }
  if (d.memoryUsed + static_cast<long long>(bytes) > d.memoryLimit) {
    return kOutOfMemory;
  }
  constexpr size_t kAlignment = 256;
  void* memory = nullptr;
  if (posix_memalign(&memory, kAlignment, bytes) != 0) {
    return kOutOfMemory;
  }
  std::memset(memory, 0xff, bytes);  // NaN: nobody may rely on what is there
  d.memory[static_cast<char*>(memory)] = bytes;
  d.memoryUsed += bytes;
  *pointer = memory;
  return kSuccess;
}

API cuMemFree_v2(void* pointer) {
  BEGIN(true)
  auto found = d.memory.find(static_cast<char*>(pointer));
  if (found == d.memory.end()) {
    return misuse("cuMemFree of what is not allocated");
  }
  if (!idle()) {
    misuse("cuMemFree while work is enqueued");
  }
  d.memoryUsed -= found->second;
  std::free(pointer);
  d.memory.erase(found);
  return kSuccess;
}

API cuMemAllocHost_v2(void** pointer, size_t bytes) {
  BEGIN(true)
  *pointer = std::malloc(bytes);
  d.pinned[static_cast<char*>(*pointer)] = bytes;
  return kSuccess;
}

API cuMemFreeHost(void* pointer) {
  BEGIN(true)
  if (d.pinned.erase(static_cast<char*>(pointer)) == 0) {
    return misuse("cuMemFreeHost of what is not allocated");
  }
  if (!idle()) {
    misuse("cuMemFreeHost while work is enqueued");
  }
  std::free(pointer);
  return kSuccess;
}

API cuMemsetD8Async(void* pointer, unsigned char value, size_t bytes, void* handle) {
  BEGIN(true)
  Stream* stream = streamOf(handle);
  if (stream == nullptr || !onDevice(pointer, bytes)) {
    return misuse("cuMemsetD8Async outside of an allocation");
  }
  submit(*stream, [=] { std::memset(pointer, value, bytes); });
  return kSuccess;
}

API cuMemcpyHtoDAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  BEGIN(true)
  return onDevice(target, bytes) ? copy(target, source, bytes, streamOf(stream))
                                 : misuse("copy to outside of an allocation");
}

API cuMemcpyDtoHAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  BEGIN(true)
  return onDevice(source, bytes) ? copy(target, source, bytes, streamOf(stream))
                                 : misuse("copy from outside of an allocation");
}

API cuMemcpyDtoDAsync_v2(void* target, const void* source, size_t bytes, void* stream) {
  BEGIN(true)
  return onDevice(source, bytes) && onDevice(target, bytes)
             ? copy(target, source, bytes, streamOf(stream))
             : misuse("copy outside of an allocation");
}

// The synchronous copies of programs of users: the legacy stream, complete on return.
API cuMemcpyHtoD_v2(void* target, const void* source, size_t bytes) {
  BEGIN(true)
  drain(d.legacy);
  std::memcpy(target, source, bytes);
  return kSuccess;
}

API cuMemcpyDtoH_v2(void* target, const void* source, size_t bytes) {
  BEGIN(true)
  drain(d.legacy);
  std::memcpy(target, source, bytes);
  return kSuccess;
}

API cuStreamCreate(void** stream, unsigned) {
  BEGIN(true)
  auto* fresh = new Stream;
  d.streams.insert(fresh);
  *stream = fresh;
  return kSuccess;
}

API cuStreamDestroy_v2(void* handle) {
  BEGIN(true)
  auto* stream = static_cast<Stream*>(handle);
  if (d.streams.erase(stream) == 0) {
    return kInvalidHandle;
  }
  drain(*stream);
  delete stream;
  return kSuccess;
}

API cuStreamSynchronize(void* handle) {
  BEGIN(true)
  Stream* stream = streamOf(handle);
  return stream == nullptr ? static_cast<int>(kInvalidHandle) : drain(*stream);
}

API cuEventCreate(void** event, unsigned) {
  BEGIN(true)
  auto* fresh = new Event;
  d.events.insert(fresh);
  *event = fresh;
  return kSuccess;
}

API cuEventDestroy_v2(void* handle) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  if (d.events.erase(event) == 0) {
    return kInvalidHandle;
  }
  if (event->reached) {
    delete event;  // otherwise the stream still refers to it
  }
  return kSuccess;
}

API cuEventRecord(void* handle, void* on) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  Stream* stream = streamOf(on);
  if (stream == nullptr || d.events.count(event) == 0) {
    return kInvalidHandle;
  }
  event->stream = stream;
  event->reached = false;
  submit(*stream, [event] { event->reached = true; });
  return kSuccess;
}

API cuEventSynchronize(void* handle) {
  BEGIN(true)
  auto* event = static_cast<Event*>(handle);
  if (d.events.count(event) == 0) {
    return kInvalidHandle;
  }
  while (!d.deafToSynchronise && !event->reached && !event->stream->queue.empty()) {
    auto work = std::move(event->stream->queue.front());
    event->stream->queue.pop_front();
    work();
  }
  return d.sticky;
}

API cuEventElapsedTime(float* milliseconds, void*, void*) {
  BEGIN(true)
  *milliseconds = 1;  // no time passes here
  return kSuccess;
}

API cuModuleLoadData(void** module, const void* image) {
  BEGIN(true)
  auto fresh = std::make_unique<Module>();
  if (int status = parse(static_cast<const char*>(image), fresh->signatures)) {
    return status;
  }
  d.modules.insert(fresh.get());
  *module = fresh.release();
  return kSuccess;
}

API cuModuleUnload(void* handle) {
  BEGIN(true)
  auto* module = static_cast<Module*>(handle);
  if (d.modules.erase(module) == 0) {
    return kInvalidHandle;
  }
  delete module;
  return kSuccess;
}

API cuModuleGetFunction(void** function, void* handle, const char* name) {
  BEGIN(true)
  auto* module = static_cast<Module*>(handle);
  auto signature = module->signatures.find(name);
  const RegisteredKernel* entry = find(name);
  if (signature == module->signatures.end() || entry == nullptr) {
    misuse("kernel missing from the PTX or from the sources");
    return kNotFound;
  }
  if (signature->second != entry->sizes) {
    misuse("PTX and sources differ in the parameters of a kernel");
    return kInvalidPtx;
  }
  module->functions.push_back(std::make_unique<Function>(Function{name, entry->sizes}));
  *function = module->functions.back().get();
  return kSuccess;
}

namespace {

// Finds the packed arguments in the list of CU_LAUNCH_PARAM_* names and values.
bool packed(void** extra, const void*& buffer, size_t& bytes) {
  for (int i = 0; extra != nullptr && extra[i] != nullptr; i += 2) {
    auto name = reinterpret_cast<std::uintptr_t>(extra[i]);
    if (name == 1) {
      buffer = extra[i + 1];
    } else if (name == 2) {
      bytes = *static_cast<size_t*>(extra[i + 1]);
    }
  }
  return buffer != nullptr;
}

size_t sizeOf(const std::vector<int>& sizes) {
  size_t end = 0;
  for (int size : sizes) {
    size_t alignment = size == 4 ? 4 : 8;
    end = (end + alignment - 1) / alignment * alignment + size;
  }
  return end;
}

}  // namespace

API cuLaunchKernel(
    void* handle, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threadsY,
    unsigned threadsZ, unsigned shared, void* on, void**, void** extra) {
  BEGIN(true)
  constexpr unsigned kGreatestY = 65535, kGreatestBlock = 256;
  auto* function = static_cast<Function*>(handle);
  Stream* stream = streamOf(on);
  const void* buffer = nullptr;
  size_t bytes = 0;
  if (stream == nullptr || !packed(extra, buffer, bytes)) {
    return kInvalidHandle;
  }
  if (x == 0 || y == 0 || z != 1 || y > kGreatestY || threadsY != 1 || threadsZ != 1 || shared != 0) {
    return kInvalidValue;
  }
  if (threads != kGreatestBlock) {
    return kLaunchOutOfResources;
  }
  if (bytes != sizeOf(function->sizes)) {
    misuse("arguments have another size than the parameters");
    return kInvalidValue;
  }
  std::vector<char> arguments(static_cast<const char*>(buffer), static_cast<const char*>(buffer) + bytes);
  Grid grid = {{x, y, 1}, threads};
  std::string name = function->name;
  d.launches++;
  submit(*stream, [arguments, grid, name, &d] {
    const RegisteredKernel* entry = find(name);
    std::string problem = runGrid(entry->call, arguments.data(), grid, d.order);
    if (!problem.empty()) {
      d.sticky = kLaunchFailed;
      misuse((name + ": " + problem).c_str());
    }
  });
  return d.sticky;
}

}  // namespace emulator
