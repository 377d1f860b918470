// The kernel of the JCuda example for the emulated GPU of the tests.
#include "emulator.h"

// One block runs at a time, so that its shared memory may be static.
#define __shared__ static

#include "regression.cu"

static const emulator::Registration registration(
    "per_sample_gradients", &emulator::Entry<&per_sample_gradients>::call,
    emulator::Entry<&per_sample_gradients>::sizes);
