// Records launches in a file, from which replay.cpp runs them without the JVM and the driver.
#pragma once

#include <string>
#include <vector>

#include "fibers.h"

namespace emulator {

// Records from now on to this file; an empty name ends it.
void record(const std::string& file);

// Adds a launch, if launches are recorded: name, grid, arguments, the allocations that the arguments
// point into with their contents, and which arguments point where.
void recordLaunch(const std::string& name, const Grid& grid, const std::vector<char>& arguments);

}  // namespace emulator
