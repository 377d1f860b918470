#include "record.h"

#include <cstring>
#include <fstream>
#include <map>

#include "driver.h"

namespace emulator {

namespace {

std::ofstream file;

struct Reference {
  size_t argument;  // offset of the pointer
  int allocation;
  long long offset;
};

// An aligned word that is an address inside an allocation is taken for a pointer: no count and no
// double of the kernels looks like one.
void findPointers(
    const std::vector<char>& arguments, std::map<char*, int>& allocations,
    std::vector<Reference>& references) {
  for (size_t at = 0; at + sizeof(char*) <= arguments.size(); at += sizeof(char*)) {
    char* address;
    std::memcpy(&address, &arguments[at], sizeof address);
    if (onDevice(address, 1)) {
      char* begin = std::prev(driver().memory.upper_bound(address))->first;
      int number = allocations.emplace(begin, static_cast<int>(allocations.size())).first->second;
      references.push_back({at, number, address - begin});
    }
  }
}

}  // namespace

void record(const std::string& name) {
  file.close();
  file.clear();
  if (!name.empty()) {
    file.open(name, std::ios::binary);
  }
}

void recordLaunch(const std::string& name, const Grid& grid, const std::vector<char>& arguments) {
  if (!file.is_open()) {
    return;
  }
  std::map<char*, int> allocations;
  std::vector<Reference> references;
  findPointers(arguments, allocations, references);
  file << "launch " << name << ' ' << grid.blocks.x << ' ' << grid.blocks.y << ' ' << grid.threads << ' '
       << arguments.size() << ' ' << allocations.size() << ' ' << references.size() << '\n';
  file.write(arguments.data(), arguments.size());
  for (const auto& [begin, number] : allocations) {
    file << "memory " << number << ' ' << driver().memory[begin] << '\n';
    file.write(begin, driver().memory[begin]);
  }
  for (const Reference& one : references) {
    file << "pointer " << one.argument << ' ' << one.allocation << ' ' << one.offset << '\n';
  }
  file.flush();
}

}  // namespace emulator
