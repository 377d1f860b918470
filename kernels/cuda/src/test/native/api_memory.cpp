// Calls of the driver: memory of the device, pinned memory of the host, copies.
#include <cstdlib>
#include <cstring>

#include "api.h"

namespace emulator {

namespace {

int copy(void* target, const void* source, size_t bytes, Stream* stream) {
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  submit(*stream, [=] { std::memcpy(target, source, bytes); });
  return kSuccess;
}

}  // namespace

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

API cuMemGetInfo_v2(size_t* available, size_t* total) {
  BEGIN(true)
  *total = d.memoryLimit;
  *available = d.memoryLimit - d.memoryUsed;
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

}  // namespace emulator
