#include "driver.h"

#include <cstdlib>
#include <regex>
#include <sstream>

namespace emulator {

namespace {

int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

thread_local std::vector<PrimaryContext*> contextStack;

}  // namespace

std::vector<PrimaryContext*>& currentContexts() { return contextStack; }

// Never destroyed: threads of the JVM may call until the process ends.
Driver& driver() {
  static Driver* instance = [] {
    auto* fresh = new Driver;
    fresh->version = setting("GNS_EMU_VERSION", fresh->version);
    fresh->devices = setting("GNS_EMU_DEVICES", fresh->devices);
    fresh->capability = setting("GNS_EMU_CAPABILITY", fresh->capability);
    for (int i = 0; i < fresh->devices; i++) {
      fresh->contexts.push_back({i, 0});
    }
    return fresh;
  }();
  return *instance;
}

int enter(bool needsContext) {
  Driver& d = driver();
  if (d.calls++ == d.failAt) {
    return d.failWith;
  }
  if (!d.initialised) {
    return kNotInitialized;
  }
  if (needsContext && (contextStack.empty() || contextStack.back()->references == 0)) {
    return kInvalidContext;
  }
  return d.sticky;
}

int drain(Stream& stream) {
  Driver& d = driver();
  if (!d.deafToSynchronise) {
    while (!stream.queue.empty()) {
      auto work = std::move(stream.queue.front());
      stream.queue.pop_front();
      work();
    }
  }
  return d.sticky;
}

void submit(Stream& stream, std::function<void()> work) {
  stream.queue.push_back(std::move(work));
  if (!driver().deferred) {
    drain(stream);
  }
}

const RegisteredKernel* find(const std::string& name) {
  Driver& d = driver();
  for (auto i = d.enabled.rbegin(); i != d.enabled.rend(); ++i) {
    auto found = d.libraries[*i].find(name);
    if (found != d.libraries[*i].end()) {
      return &found->second;
    }
  }
  return nullptr;
}

bool onDevice(const void* pointer, long long size) {
  Driver& d = driver();
  auto* begin = const_cast<char*>(static_cast<const char*>(pointer));
  auto next = d.memory.upper_bound(begin);
  if (next == d.memory.begin()) {
    return false;
  }
  auto block = std::prev(next);
  return begin + size <= block->first + block->second;
}

int parse(const std::string& ptx, std::map<std::string, std::vector<int>>& signatures) {
  std::istringstream lines(ptx);
  std::string line;
  std::vector<int>* open = nullptr;
  while (std::getline(lines, line)) {
    if (line.rfind(".version ", 0) == 0 && std::stod(line.substr(9)) > 8.0) {
      return kUnsupportedPtxVersion;
    }
    if (line.rfind(".visible .entry ", 0) == 0) {
      open = &signatures[line.substr(16, line.find('(') - 16)];
    } else if (open != nullptr && line.find(".param ") != std::string::npos) {
      size_t bracket = line.find('[');
      bool wide = line.find("64 ") != std::string::npos;
      open->push_back(
          bracket != std::string::npos ? std::stoi(line.substr(bracket + 1)) : wide ? 8 : 4);
    } else if (line.rfind(")", 0) == 0) {
      open = nullptr;
    }
  }
  return signatures.empty() ? kInvalidPtx : kSuccess;
}

int misuse(const char* message) {
  Driver& d = driver();
  if (d.error.empty()) {
    d.error = message;
  }
  return kInvalidValue;
}

}  // namespace emulator
