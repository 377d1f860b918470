// The other symbols that JCuda's library imports. One that is missing would end the JVM at the first
// call; these return CUDA_ERROR_NOT_SUPPORTED. The definitions in api.cpp take precedence.
#define STUB(name) extern "C" __attribute__((weak, visibility("default"))) int name() { return 801; }
#include "symbols.inc"
