// Squared norms of the per-sample gradients of a convolution, without forming them or copies of patches.
#include "tiles.cuh"

namespace gns {

// One axis of a convolution, as Java's ConvolutionProducts.Axis.
struct Axis {
  i64 inputs;
  i64 outputs;
  i64 kernel;
  i64 stride;
  i64 dilation;
  i64 padding;

  // Input that output t sees through weight k: outside of the image where it is not in [0, inputs).
  __device__ __forceinline__ i64 input(i64 t, i64 k) const {
    return t * stride + k * dilation - padding;
  }
  __device__ __forceinline__ bool holds(i64 input) const { return input >= 0 && input < inputs; }
};

// The patches of an image: entry (channel, row, column of the kernel) of an output is the pixel that
// it multiplies, 0 outside of the image; with a bias (1) one more entry is always 1.
template <typename T>
struct Patches {
  static constexpr bool kEntriesFirst = false;
  const T* image;
  const Axis& vertical;
  const Axis& horizontal;
  i64 width;
  int bias;

  __device__ __forceinline__ double at(i64 t, i64 k) const {
    if (t >= vertical.outputs * horizontal.outputs || k >= width) {
      return t < vertical.outputs * horizontal.outputs && k == width ? bias : 0;
    }
    const i64 kernel = vertical.kernel * horizontal.kernel;
    const i64 y = vertical.input(t / horizontal.outputs, k % kernel / horizontal.kernel);
    const i64 x = horizontal.input(t % horizontal.outputs, k % horizontal.kernel);
    if (!vertical.holds(y) || !horizontal.holds(x)) {
      return 0;
    }
    return widen(image[(k / kernel * vertical.inputs + y) * horizontal.inputs + x]);
  }
};

// Deltas of a sample, one plane of outputs for each filter.
template <typename T>
struct Planes {
  static constexpr bool kEntriesFirst = false;
  const T* deltas;
  i64 positions;
  i64 width;

  __device__ __forceinline__ double at(i64 t, i64 k) const {
    return t < positions && k < width ? double(widen(deltas[k * positions + t])) : 0.0;
  }
};

template <typename T>
struct Convolution {
  const T* images;
  const T* planes;
  i64 rows;
  i64 channels;
  i64 filters;
  Axis vertical;
  Axis horizontal;
  int bias;
  i64 positions;

  __device__ __forceinline__ Convolution(
      const T* images, const T* planes, i64 rows, i64 channels, i64 filters, const Axis& vertical,
      const Axis& horizontal, int bias)
      : images(images),
        planes(planes),
        rows(rows),
        channels(channels),
        filters(filters),
        vertical(vertical),
        horizontal(horizontal),
        bias(bias),
        positions(vertical.outputs * horizontal.outputs) {}

  __device__ __forceinline__ Patches<T> entries(i64 row, int one) const {
    return {
        images + row * channels * vertical.inputs * horizontal.inputs, vertical, horizontal,
        channels * vertical.kernel * horizontal.kernel, one};
  }
  __device__ __forceinline__ Planes<T> deltas(i64 row) const {
    return {planes + row * filters * positions, positions, filters};
  }
};

}  // namespace gns

#define GNS_CONVOLUTION(suffix, T)                                                               \
  GNS_KERNEL(                                                                                    \
      convolution_gram_##suffix,                                                                 \
      (const T* images, const T* deltas, long long rows, long long channels, long long filters,  \
       gns::Axis vertical, gns::Axis horizontal, int bias, long long perRow, double* partials),  \
      (gns::Convolution<T>(                                                                      \
           images, deltas, rows, channels, filters, vertical, horizontal, bias),                 \
       perRow, partials),                                                                        \
      (gns::gramTiles<gns::Convolution<T>>))                                                     \
  GNS_KERNEL(                                                                                    \
      convolution_direct_##suffix,                                                               \
      (const T* images, const T* deltas, long long rows, long long channels, long long filters,  \
       gns::Axis vertical, gns::Axis horizontal, int bias, long long perRow, double* partials),  \
      (gns::Convolution<T>(                                                                      \
           images, deltas, rows, channels, filters, vertical, horizontal, bias),                 \
       perRow, partials),                                                                        \
      (gns::directTiles<gns::Convolution<T>>))
GNS_STATE(GNS_CONVOLUTION)
