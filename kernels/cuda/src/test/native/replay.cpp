// Runs those of the recorded launches (record.h) whose kernels are linked with it, and prints their
// names: replay FILE. Built with the kernels under ThreadSanitizer, for which every thread of a block is a thread of its own.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "fibers.h"

namespace emulator {

namespace {

// Function-local: kernels register before main, in an order of the linker's.
std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> map;
  return map;
}

std::vector<char> bytes(std::istream& in, size_t count) {
  std::vector<char> result(count);
  in.ignore();  // end of the line before
  in.read(result.data(), count);
  return result;
}

bool next(std::istream& in, const char* expected) {
  std::string word;
  return in >> word && word == expected;
}

// Runs the launch that follows; returns what went wrong, empty for nothing.
std::string replay(std::istream& in, std::string& name) {
  Grid grid = {{0, 0, 1}, 0};
  size_t arguments, allocations, references;
  in >> name >> grid.blocks.x >> grid.blocks.y >> grid.threads >> arguments >> allocations >> references;
  std::vector<char> buffer = bytes(in, arguments);
  std::vector<std::vector<char>> memory(allocations);
  for (size_t i = 0; i < allocations; i++) {
    size_t number, size;
    if (!next(in, "memory") || !(in >> number >> size)) {
      return "bad record of memory";
    }
    memory.at(number) = bytes(in, size);
  }
  for (size_t i = 0; i < references; i++) {
    size_t argument, number, offset;
    if (!next(in, "pointer") || !(in >> argument >> number >> offset)) {
      return "bad record of a pointer";
    }
    char* address = memory.at(number).data() + offset;
    std::memcpy(&buffer.at(argument), &address, sizeof address);
  }
  auto kernel = kernels().find(name);
  if (kernel == kernels().end()) {
    return "";
  }
  std::printf("%s\n", name.c_str());
  return runGrid(kernel->second, buffer.data(), grid, kForward);
}

}  // namespace

extern "C" void gns_emu_register(
    const char* name, void (*call)(const void*), const int*, int) {
  kernels()[name] = call;
}

}  // namespace emulator

int main(int, char** arguments) {
  std::ifstream in(arguments[1], std::ios::binary);
  int launches = 0;
  while (emulator::next(in, "launch")) {
    std::string name;
    std::string problem = emulator::replay(in, name);
    if (!problem.empty()) {
      std::fprintf(stderr, "%s: %s\n", name.c_str(), problem.c_str());
      return 1;
    }
    launches++;
  }
  return launches == 0;
}
