// Shared memory of the running block.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "fibers.h"

namespace emulator {

namespace {

// The array of one GNS_SHARED.
struct Array {
  const void* key;
  char* data;
  unsigned long long block;
};

#if defined(GNS_TSAN)
// Fresh memory for each block, as two blocks do not share an array.
char* memoryFor(char*, size_t bytes) {
  constexpr size_t kPool = size_t(1) << 28, kLine = 64;
  alignas(kLine) static char pool[kPool];
  static size_t used = 0;
  size_t begin = used;
  used += (bytes + kLine - 1) / kLine * kLine;
  if (used > kPool) {
    std::fprintf(stderr, "more blocks than the memory of small grids holds\n");
    std::abort();
  }
  return pool + begin;
}
#else
// On the heap, where AddressSanitizer sees the ends. NaN at the start of a block: what another block
// left is not there. (ThreadSanitizer would take the fill for a write of the first thread.)
char* memoryFor(char* before, size_t bytes) {
  char* data = before != nullptr ? before : static_cast<char*>(std::malloc(bytes));
  std::memset(data, 0xff, bytes);
  return data;
}
#endif

Array& find(const void* key) {
  static std::vector<Array> arrays;
  static size_t last = 0;
  if (last < arrays.size() && arrays[last].key == key) {
    return arrays[last];
  }
  for (last = 0; last < arrays.size(); last++) {
    if (arrays[last].key == key) {
      return arrays[last];
    }
  }
  arrays.push_back({key, nullptr, 0});
  return arrays.back();
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void* gns_emu_shared(
    const void* key, std::size_t bytes) {
  Array& array = find(key);
  if (array.block != blockNumber()) {
    array.block = blockNumber();
    array.data = memoryFor(array.data, bytes);
  }
  return array.data;
}

}  // namespace emulator
