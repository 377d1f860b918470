// Squared norms of sums of outer products over many positions, tile by tile: the Gram and the direct form,
// for layers of any kind. A layer tells
//   rows, positions, bias      of all its samples
//   entries(row, bias)         what the weights of a row multiply, and behind it a 1 if bias is 1
//   deltas(row)                the deltas of a row
// as matrices of positions × width whose elements are made on demand: at(position, entry), 0 beyond the
// end. Both are walks, made by position(first, step) and entry(first, step), which advance(walk) takes a step
// on. kEntriesFirst if neighbours in memory are entries, not positions.
#pragma once

#include "elements.cuh"
#include "reduce.cuh"

namespace gns {

// An index that goes on by a fixed step.
struct Walk {
  int at;
  int step;
};

// What a matrix has whose positions and entries are plain indices.
struct Walks {
  __device__ __forceinline__ Walk position(i64 first, int step) const {
    return {static_cast<int>(first), step};
  }
  __device__ __forceinline__ Walk entry(i64 first, int step) const {
    return {static_cast<int>(first), step};
  }
  __device__ __forceinline__ void advance(Walk& walk) const { walk.at += walk.step; }
};

// A square of side * side results, which the threads of a block form in groups: each group forms all of
// them over its share of the terms, each of its threads down * across of them, in registers.
template <int SIDE>
struct Square;
template <>
struct Square<16> {
  static constexpr int kDown = 4;
  static constexpr int kAcross = 4;
  static constexpr int kDepth = 64;  // terms that are in shared memory together
};
template <>
struct Square<32> {
  static constexpr int kDown = 8;
  static constexpr int kAcross = 4;
  static constexpr int kDepth = 32;
};

template <int SIDE>
struct Tiling : Square<SIDE> {
  using Square<SIDE>::kDown;
  using Square<SIDE>::kAcross;
  using Square<SIDE>::kDepth;
  static constexpr int kSums = kDown * kAcross;
  static constexpr int kMembers = SIDE * SIDE / kSums;  // threads of a group
  static constexpr int kGroups = kThreads / kMembers;
  static constexpr int kResults = SIDE * SIDE / kThreads;  // of a thread, in the end

  // Distance of terms in shared memory, one more than a power of two against bank conflicts.
  static constexpr int kPitch = SIDE + 1;
  static constexpr int kTile = kDepth * kPitch;

  // Sums of all threads that are exchanged at a time.
  static constexpr int kExchanged = 16;

  // Two pairs of tiles, one being loaded while the other is multiplied.
  static constexpr int kRoom = 4 * kTile;
  static_assert(kRoom >= kExchanged * kThreads, "sums are exchanged where the tiles were");
  static_assert(kSums % kExchanged == 0 && kExchanged * kMembers % kThreads == 0, "no thread idles");
  static_assert(kThreads % kDepth == 0 && kDepth % kGroups == 0, "no thread idles");

  // Place of a thread in its group.
  __device__ __forceinline__ static int across() { return threadIdx.x % (SIDE / kAcross); }
  __device__ __forceinline__ static int down() {
    return threadIdx.x % kMembers / (SIDE / kAcross);
  }
  __device__ __forceinline__ static int group() { return threadIdx.x / kMembers; }
};

// What the lines of a feed are: of a Gram matrix positions, multiplied over entries; of a gradient
// entries, multiplied over positions.
enum class Lines { kPositions, kEntries };

// Feeds tiles of terms × lines of a matrix, line after line over all terms. Neighbours in memory, lines or
// terms, are taken by neighbouring threads.
template <int SIDE, Lines LINES, typename M>
class Feed {
  using T = Tiling<SIDE>;
  static constexpr bool kArePositions = LINES == Lines::kPositions;
  static constexpr bool kLinesFirst = kArePositions != M::kEntriesFirst;
  static constexpr int kFast = kLinesFirst ? SIDE : T::kDepth;
  static constexpr int kSlow = kThreads / kFast;

 public:
  using C = typename M::Element;
  static constexpr int kEach = SIDE * T::kDepth / kThreads;  // elements of a tile for each thread

  __device__ __forceinline__ Feed(const M& matrix, i64 firstLine)
      : matrix(matrix),
        lines(walk<kArePositions>(
            matrix, firstLine + (kLinesFirst ? fast() : slow()), kLinesFirst ? 0 : kSlow)),
        terms(walk<!kArePositions>(
            matrix, kLinesFirst ? slow() : fast(), kLinesFirst ? kSlow : kFast)) {}

  // Reads the next terms.
  __device__ __forceinline__ void read(C (&elements)[kEach]) {
    auto line = lines;
#pragma unroll
    for (int i = 0; i < kEach; i++) {
      if constexpr (kArePositions) {
        elements[i] = matrix.at(line, terms);
      } else {
        elements[i] = matrix.at(terms, line);
      }
      if (kLinesFirst) {
        matrix.advance(terms);
      } else {
        matrix.advance(line);
      }
    }
    if (!kLinesFirst) {
      matrix.advance(terms);
    }
  }

  __device__ __forceinline__ static void write(const C (&elements)[kEach], double* tile) {
#pragma unroll
    for (int i = 0; i < kEach; i++) {
      const int line = kLinesFirst ? fast() : slow() + i * kSlow;
      const int term = kLinesFirst ? slow() + i * kSlow : fast();
      tile[term * T::kPitch + line] = elements[i];
    }
  }

 private:
  template <bool POSITIONS>
  __device__ __forceinline__ static auto walk(const M& matrix, i64 first, i64 step) {
    if constexpr (POSITIONS) {
      return matrix.position(first, step);
    } else {
      return matrix.entry(first, step);
    }
  }

  __device__ __forceinline__ static int fast() { return threadIdx.x % kFast; }
  __device__ __forceinline__ static int slow() { return threadIdx.x / kFast; }

  M matrix;
  decltype(walk<kArePositions>(matrix, 0, 0)) lines;
  decltype(walk<!kArePositions>(matrix, 0, 0)) terms;
};

// Adds the products of the terms in two tiles that fall to this thread's group.
template <int SIDE>
__device__ __forceinline__ void addTerms(
    const double* left, const double* right, double (&sums)[Tiling<SIDE>::kSums]) {
  using T = Tiling<SIDE>;
#pragma unroll
  for (int k = 0; k < T::kDepth; k += T::kGroups) {
    const double* l = left + (k + T::group()) * T::kPitch + T::down();
    const double* r = right + (k + T::group()) * T::kPitch + T::across();
    double a[T::kDown];
    double b[T::kAcross];
#pragma unroll
    for (int i = 0; i < T::kDown; i++) {
      a[i] = l[i * (SIDE / T::kDown)];
    }
#pragma unroll
    for (int j = 0; j < T::kAcross; j++) {
      b[j] = r[j * (SIDE / T::kAcross)];
    }
#pragma unroll
    for (int i = 0; i < T::kDown; i++) {
#pragma unroll
      for (int j = 0; j < T::kAcross; j++) {
        sums[i * T::kAcross + j] = fma(a[i], b[j], sums[i * T::kAcross + j]);
      }
    }
  }
}

// Adds the sums of all groups: every thread ends with other results, the same ones for every pair of
// tiles, of the square.
template <int SIDE>
__device__ __forceinline__ void exchange(
    const double (&sums)[Tiling<SIDE>::kSums], double* room,
    double (&results)[Tiling<SIDE>::kResults]) {
  using T = Tiling<SIDE>;
  constexpr int kEach = T::kExchanged * T::kMembers / kThreads;
#pragma unroll
  for (int first = 0; first < T::kSums; first += T::kExchanged) {
#pragma unroll
    for (int m = 0; m < T::kExchanged; m++) {
      room[m * kThreads + threadIdx.x] = sums[first + m];
    }
    __syncthreads();
#pragma unroll
    for (int e = 0; e < kEach; e++) {
      const int result = threadIdx.x + e * kThreads;
      const double* from = room + result / T::kMembers * kThreads + result % T::kMembers;
      double total = 0;
#pragma unroll
      for (int g = 0; g < T::kGroups; g++) {
        total += from[g * T::kMembers];
      }
      results[first / T::kExchanged * kEach + e] = total;
    }
    __syncthreads();
  }
}

// The sums over `terms` terms of products of lines of two matrices, or of the left ones with themselves if
// both are the same. Terms are read while those before them are multiplied.
template <int SIDE, Lines LINES, typename L, typename R>
__device__ __forceinline__ void multiply(
    const L& leftMatrix, i64 leftLine, const R& rightMatrix, i64 rightLine, bool same, i64 terms,
    double* room, double (&results)[Tiling<SIDE>::kResults]) {
  using T = Tiling<SIDE>;
  using Left = Feed<SIDE, LINES, L>;
  using Right = Feed<SIDE, LINES, R>;
  Left left(leftMatrix, leftLine);
  Right right(rightMatrix, rightLine);
  double sums[T::kSums];
  clear(sums);
  typename Left::C l[Left::kEach];
  typename Right::C r[Right::kEach];
  left.read(l);
  if (!same) {
    right.read(r);
  }
  double* tile = room;
  double* other = room + 2 * T::kTile;
  for (i64 k = 0; k < terms; k += T::kDepth) {
    Left::write(l, tile);
    if (!same) {
      Right::write(r, tile + T::kTile);
    }
    __syncthreads();
    if (k + T::kDepth < terms) {
      left.read(l);
      if (!same) {
        right.read(r);
      }
    }
    addTerms<SIDE>(tile, same ? tile : tile + T::kTile, sums);
    double* swapped = tile;
    tile = other;
    other = swapped;
  }
  __syncthreads();
  exchange<SIDE>(sums, room, results);
}

// Row of a lower triangle that holds place p: the greatest t with t(t + 1)/2 <= p.
__device__ __forceinline__ i64 triangleRow(i64 p) {
  i64 t = static_cast<i64>((sqrt(8.0 * static_cast<double>(p) + 1.0) - 1.0) / 2.0);
  while (t * (t + 1) / 2 > p) {
    t--;
  }
  while ((t + 1) * (t + 2) / 2 <= p) {
    t++;
  }
  return t;
}

// Gram form: one block per row and pair of position tiles (t, u), u <= t; those off the diagonal
// stand for two.
template <int SIDE, typename L>
__device__ __forceinline__ void gramTiles(const L& layer, i64 perRow, double* partials) {
  constexpr int kResults = Tiling<SIDE>::kResults;
  GNS_SHARED(double, room, Tiling<SIDE>::kRoom);
  for (i64 b = blockIdx.x; b < layer.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const i64 t = triangleRow(b % perRow);
    const i64 u = b % perRow - t * (t + 1) / 2;
    const auto entries = layer.entries(row, 0);
    const auto deltas = layer.deltas(row);
    double a[kResults];
    double d[kResults];
    multiply<SIDE, Lines::kPositions>(
        entries, t * SIDE, entries, u * SIDE, t == u, entries.width, room, a);
    multiply<SIDE, Lines::kPositions>(
        deltas, t * SIDE, deltas, u * SIDE, t == u, deltas.width, room, d);
    double sums[1] = {0};
#pragma unroll
    for (int k = 0; k < kResults; k++) {
      sums[0] += (t == u ? 1 : 2) * ((a[k] + layer.bias) * d[k]);
    }
    blockSums(sums, partials, 0, b);
  }
}

// Direct form: one block per row and tile of the weight gradient; the bias is one more entry.
template <int SIDE, typename L>
__device__ __forceinline__ void directTiles(const L& layer, i64 perRow, double* partials) {
  constexpr int kResults = Tiling<SIDE>::kResults;
  GNS_SHARED(double, room, Tiling<SIDE>::kRoom);
  for (i64 b = blockIdx.x; b < layer.rows * perRow; b += gridDim.x) {
    const i64 row = b / perRow;
    const auto entries = layer.entries(row, layer.bias);
    const auto deltas = layer.deltas(row);
    const i64 across = (deltas.width + SIDE - 1) / SIDE;
    const i64 i = b % perRow / across * SIDE;
    const i64 j = b % perRow % across * SIDE;
    double gradient[kResults];
    multiply<SIDE, Lines::kEntries>(
        entries, i, deltas, j, false, layer.positions, room, gradient);
    double sums[1] = {0};
#pragma unroll
    for (int k = 0; k < kResults; k++) {
      sums[0] = fma(gradient[k], gradient[k], sums[0]);
    }
    blockSums(sums, partials, 0, b);
  }
}

}  // namespace gns
