// Squared norms of the per-sample gradients of a convolution, without forming them or copies of patches.
#include "tiles.cuh"

namespace gns {

// One axis of a convolution, made by the host (LayerPasses). Images and outputs of a sample have less than 2^31
// elements. What can be told ahead is, as the kernels are short of registers.
struct Axis {
  int inputs;
  int outputs;
  int kernel;
  int stride;
  int dilation;
  int first;  // input that the first weight of the first output sees: minus the padding
  int reach;  // kernel * dilation
  int end;    // first + outputs * stride
};

// Pixel at which the patch of an output begins, in front of the image if padded. Goes on by a fixed step of
// outputs without a division: at the end of a row of outputs the next one begins.
struct PatchWalk {
  int y;
  int x;
  int yStep;
  int xStep;

  __device__ __forceinline__ PatchWalk(
      const Axis& vertical, const Axis& horizontal, int output, int step)
      : y(vertical.first + output / horizontal.outputs * vertical.stride),
        x(horizontal.first + output % horizontal.outputs * horizontal.stride),
        yStep(step / horizontal.outputs * vertical.stride),
        xStep(step % horizontal.outputs * horizontal.stride) {}

  __device__ __forceinline__ void advance(const Axis& vertical, const Axis& horizontal) {
    x += xStep;
    y += yStep;
    if (x >= horizontal.end) {
      x -= horizontal.end - horizontal.first;
      y += vertical.stride;
    }
  }
};

// Pixel that a weight sees, counted from where the patch begins. Goes on by a fixed step of weights, which lie
// column by column, row by row, channel by channel.
struct WeightWalk {
  int channel;  // its first pixel
  int y;
  int x;
  int channelStep;
  int yStep;
  int xStep;

  __device__ __forceinline__ WeightWalk(
      const Axis& vertical, const Axis& horizontal, int weight, int step) {
    place(vertical, horizontal, weight, channel, y, x);
    place(vertical, horizontal, step, channelStep, yStep, xStep);
  }

  __device__ __forceinline__ void advance(const Axis& vertical, const Axis& horizontal) {
    x += xStep;
    y += yStep;
    channel += channelStep;
    if (x >= horizontal.reach) {
      x -= horizontal.reach;
      y += vertical.dilation;
    }
    if (y >= vertical.reach) {
      y -= vertical.reach;
      channel += vertical.inputs * horizontal.inputs;
    }
  }

 private:
  __device__ __forceinline__ static void place(
      const Axis& vertical, const Axis& horizontal, int weight, int& channel, int& y, int& x) {
    const int row = weight / horizontal.kernel;
    x = weight % horizontal.kernel * horizontal.dilation;
    y = row % vertical.kernel * vertical.dilation;
    channel = row / vertical.kernel * (vertical.inputs * horizontal.inputs);
  }
};

// The patches of an image: entry (channel, row, column of the kernel) of an output is the pixel that
// it multiplies, 0 outside of the image; with a bias (1) one more entry is always 1.
template <typename T>
struct Patches {
  using Element = typename Arithmetic<T>::type;
  static constexpr bool kEntriesFirst = false;
  const T* image;
  const Axis& vertical;
  const Axis& horizontal;
  int pixels;  // of all channels
  i64 width;
  int bias;

  __device__ __forceinline__ PatchWalk position(i64 first, int step) const {
    return {vertical, horizontal, static_cast<int>(first), step};
  }
  __device__ __forceinline__ WeightWalk entry(i64 first, int step) const {
    return {vertical, horizontal, static_cast<int>(first), step};
  }
  template <typename W>
  __device__ __forceinline__ void advance(W& walk) const {
    walk.advance(vertical, horizontal);
  }

  __device__ __forceinline__ Element at(const PatchWalk& patch, const WeightWalk& weight) const {
    const bool here = patch.y < vertical.end;
    if (!here || weight.channel >= pixels) {
      const bool behind = weight.channel == pixels && weight.y == 0 && weight.x == 0;
      return here && behind ? bias : 0;
    }
    const int y = patch.y + weight.y;
    const int x = patch.x + weight.x;
    if (y < 0 || y >= vertical.inputs || x < 0 || x >= horizontal.inputs) {
      return 0;
    }
    return widen(image[weight.channel + y * horizontal.inputs + x]);
  }
};

// Deltas of a sample, one plane of outputs for each filter.
template <typename T>
struct Planes : Walks {
  using Element = typename Arithmetic<T>::type;
  static constexpr bool kEntriesFirst = false;
  const T* deltas;
  int positions;
  int width;

  __device__ __forceinline__ Planes(const T* deltas, i64 positions, i64 width)
      : deltas(deltas),
        positions(static_cast<int>(positions)),
        width(static_cast<int>(width)) {}

  __device__ __forceinline__ Element at(const Walk& output, const Walk& filter) const {
    return output.at < positions && filter.at < width
               ? widen(deltas[filter.at * positions + output.at])
               : Element(0);
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
  i64 pixels;
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
        pixels(channels * vertical.inputs * horizontal.inputs),
        positions(i64(vertical.outputs) * horizontal.outputs) {}

  __device__ __forceinline__ Patches<T> entries(i64 row, int one) const {
    return {
        images + row * pixels, vertical, horizontal, static_cast<int>(pixels),
        channels * vertical.kernel * horizontal.kernel, one};
  }
  __device__ __forceinline__ Planes<T> deltas(i64 row) const {
    return {planes + row * filters * positions, positions, filters};
  }
};

}  // namespace gns

#define GNS_CONVOLUTION(side, suffix, T)                                                         \
  GNS_KERNEL(                                                                                    \
      convolution_gram##side##_##suffix,                                                         \
      (const T* images, const T* deltas, long long rows, long long channels, long long filters,  \
       gns::Axis vertical, gns::Axis horizontal, int bias, long long perRow, double* partials),  \
      (gns::Convolution<T>(                                                                      \
           images, deltas, rows, channels, filters, vertical, horizontal, bias),                 \
       perRow, partials),                                                                        \
      (gns::gramTiles<side, gns::Convolution<T>>))                                               \
  GNS_KERNEL(                                                                                    \
      convolution_direct##side##_##suffix,                                                       \
      (const T* images, const T* deltas, long long rows, long long channels, long long filters,  \
       gns::Axis vertical, gns::Axis horizontal, int bias, long long perRow, double* partials),  \
      (gns::Convolution<T>(                                                                      \
           images, deltas, rows, channels, filters, vertical, horizontal, bias),                 \
       perRow, partials),                                                                        \
      (gns::directTiles<side, gns::Convolution<T>>))
GNS_CONVOLUTION(16, f32, float)
GNS_CONVOLUTION(16, f64, double)
GNS_CONVOLUTION(32, f32, float)
