#include "record.h"

#include <cstring>
#include <fstream>
#include <map>
#include <utility>

#include "driver.h"

namespace emulator {

namespace {

std::ofstream file;

struct Reference {
  size_t argument;  // offset of the pointer
  int allocation;
  long long offset;
};

// An allocation of the device, or pinned memory of the host, which kernels may write as well.
struct Allocation {
  char* begin;
  size_t bytes;
};

template <typename Map>
bool findIn(const Map& memory, char* address, Allocation& found) {
  auto after = memory.upper_bound(address);
  if (after == memory.begin()) {
    return false;
  }
  auto before = std::prev(after);
  found = {before->first, static_cast<size_t>(before->second)};
  return address < found.begin + found.bytes;
}

// An aligned word that is an address inside an allocation is taken for a pointer: no count and no
// double of the kernels looks like one.
void findPointers(
    const std::vector<char>& arguments, std::map<char*, std::pair<int, size_t>>& allocations,
    std::vector<Reference>& references) {
  for (size_t at = 0; at + sizeof(char*) <= arguments.size(); at += sizeof(char*)) {
    char* address;
    std::memcpy(&address, &arguments[at], sizeof address);
    Allocation found;
    if (findIn(driver().memory, address, found) || findIn(driver().pinned, address, found)) {
      int next = static_cast<int>(allocations.size());
      auto entry = allocations.emplace(found.begin, std::pair(next, found.bytes)).first;
      references.push_back({at, entry->second.first, address - found.begin});
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
  std::map<char*, std::pair<int, size_t>> allocations;
  std::vector<Reference> references;
  findPointers(arguments, allocations, references);
  file << "launch " << name << ' ' << grid.blocks.x << ' ' << grid.blocks.y << ' ' << grid.threads << ' '
       << arguments.size() << ' ' << allocations.size() << ' ' << references.size() << '\n';
  file.write(arguments.data(), arguments.size());
  for (const auto& [begin, entry] : allocations) {
    file << "memory " << entry.first << ' ' << entry.second << '\n';
    file.write(begin, entry.second);
  }
  for (const Reference& one : references) {
    file << "pointer " << one.argument << ' ' << one.allocation << ' ' << one.offset << '\n';
  }
  file.flush();
}

}  // namespace emulator
