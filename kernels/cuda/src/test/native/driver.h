// State of the emulated driver. Everything runs under one lock.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "fibers.h"

namespace emulator {

// Error codes of the CUDA driver.
enum Result {
  kSuccess = 0,
  kInvalidValue = 1,
  kOutOfMemory = 2,
  kNotInitialized = 3,
  kNoDevice = 100,
  kInvalidDevice = 101,
  kInvalidContext = 201,
  kInvalidPtx = 218,
  kUnsupportedPtxVersion = 222,
  kInvalidHandle = 400,
  kNotFound = 500,
  kLaunchOutOfResources = 701,
  kLaunchFailed = 719,
  kNotSupported = 801,
};

// A kernel as the g++ build of the sources registered it.
struct RegisteredKernel {
  Kernel call;
  std::vector<int> sizes;
};

using Library = std::map<std::string, RegisteredKernel>;

struct Stream {
  std::deque<std::function<void()>> queue;
};

// Work of a stream up to an event; null stream for one that was never recorded.
struct Event {
  Stream* stream = nullptr;
  bool reached = true;
};

struct Function {
  std::string name;
  std::vector<int> sizes;
};

struct Module {
  std::map<std::string, std::vector<int>> signatures;
  std::vector<std::unique_ptr<Function>> functions;
};

struct PrimaryContext {
  int device = 0;
  int references = 0;
};

struct Driver {
  std::recursive_mutex lock;
  bool initialised = false;

  // Settings, from the environment and the test.
  int version = 12000;
  int devices = 2;
  int capability = 90;
  long long memoryLimit = 1LL << 34;
  Order order = kForward;
  bool deferred = true;
  bool deafToSynchronise = false;
  long long failAt = -1;
  int failWith = kSuccess;

  long long calls = 0;
  long long memoryUsed = 0;
  long long launches = 0;
  int sticky = kSuccess;
  std::string error;

  std::map<char*, long long> memory;
  std::map<char*, long long> pinned;
  std::set<Stream*> streams;
  std::set<Event*> events;
  std::set<Module*> modules;
  std::vector<PrimaryContext> contexts;
  Stream legacy;
  std::vector<Library> libraries;
  std::vector<int> enabled;  // libraries that are searched, last first
};

Driver& driver();

// Counts a call of the API; returns the error it is to fail with.
int enter(bool needsContext);

// The contexts of this thread of the host, the current one last.
std::vector<PrimaryContext*>& currentContexts();

// Runs the work of a stream; returns the sticky error of launches.
int drain(Stream& stream);

// Adds work to a stream, or runs it at once.
void submit(Stream& stream, std::function<void()> work);

// Finds a registered kernel in the enabled libraries.
const RegisteredKernel* find(const std::string& name);

// Whether [pointer, pointer + size) is inside one allocation of the device.
bool onDevice(const void* pointer, long long size);

// Notes the first misuse of the driver; returns the code of an invalid value.
int misuse(const char* message);

// Checks the version and reads the entries of a PTX text.
int parse(const std::string& ptx, std::map<std::string, std::vector<int>>& signatures);

}  // namespace emulator
