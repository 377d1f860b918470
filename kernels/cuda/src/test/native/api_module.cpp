// Calls of the driver: modules and launches.
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "api.h"
#include "record.h"

namespace emulator {

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

// Where a parameter of that size begins, at or after `end`.
size_t aligned(size_t end, int size) {
  size_t alignment = size == 4 ? 4 : 8;
  return (end + alignment - 1) / alignment * alignment;
}

size_t sizeOf(const std::vector<int>& sizes) {
  size_t end = 0;
  for (int size : sizes) {
    end = aligned(end, size) + size;
  }
  return end;
}

// Packs the arguments that are given by pointers, one for each parameter.
std::vector<char> pack(void** arguments, const std::vector<int>& sizes) {
  std::vector<char> buffer(sizeOf(sizes));
  size_t end = 0;
  for (size_t i = 0; i < sizes.size(); i++) {
    end = aligned(end, sizes[i]);
    std::memcpy(&buffer[end], arguments[i], sizes[i]);
    end += sizes[i];
  }
  return buffer;
}

}  // namespace

API cuLaunchKernel(
    void* handle, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned threadsY,
    unsigned threadsZ, unsigned shared, void* on, void** parameters, void** extra) {
  BEGIN(true)
  constexpr unsigned kGreatestY = 65535, kGreatestBlock = 256;
  auto* function = static_cast<Function*>(handle);
  Stream* stream = streamOf(on);
  const void* buffer = nullptr;
  size_t bytes = 0;
  std::vector<char> arguments;
  if (stream == nullptr) {
    return kInvalidHandle;
  }
  if (parameters != nullptr) {
    arguments = pack(parameters, function->sizes);
  } else if (packed(extra, buffer, bytes)) {
    arguments.assign(static_cast<const char*>(buffer), static_cast<const char*>(buffer) + bytes);
  } else {
    return kInvalidValue;
  }
  if (x == 0 || y == 0 || z != 1 || y > kGreatestY || threadsY != 1 || threadsZ != 1 || shared != 0) {
    return kInvalidValue;
  }
  if (threads != kGreatestBlock) {
    return kLaunchOutOfResources;
  }
  if (arguments.size() != sizeOf(function->sizes)) {
    misuse("arguments have another size than the parameters");
    return kInvalidValue;
  }
  Grid grid = {{x, y, 1}, threads};
  std::string name = function->name;
  d.launches++;
  submit(*stream, [arguments, grid, name, &d] {
    const RegisteredKernel* entry = find(name);
    recordLaunch(name, grid, arguments);
    std::string problem = runGrid(entry->call, arguments.data(), grid, d.order);
    if (!problem.empty()) {
      d.sticky = kLaunchFailed;
      misuse((name + ": " + problem).c_str());
    }
  });
  return d.sticky;
}

}  // namespace emulator
