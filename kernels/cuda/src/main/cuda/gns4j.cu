// The module: all kernels in one translation unit, one PTX file.
#include "accumulate.cu"
#include "adam.cu"
#include "finish.cu"
#include "lamb.cu"
#include "outer_norms.cu"
#include "per_sample.cu"
#include "sgd.cu"
#include "squared_norm.cu"
