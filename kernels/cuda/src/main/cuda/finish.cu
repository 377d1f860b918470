// Second stage of the sums, the gate, and LAMB's trust ratios: what is done once per segment.
#include "chunks.cuh"
#include "reduce.cuh"

namespace gns {

// One block per segment and sum. slots holds 4 bits for each sum: 1 + the slot of its partials, or 0
// for a sum that the pass does not fill. The partials of slot k start at k * chunkCount; those of a
// segment are consecutive. With a closed gate only the count of its sums remains. A short record also goes
// straight to host memory (null if not), which saves the copy behind.
__device__ __forceinline__ void finishSum(
    i64 segment, int sum, const double* partials, const i64* firstChunk, i64 chunkCount, i64 slots,
    double* record, const double* gate, const double* gateRecord, double* host) {
  const int slot = static_cast<int>((slots >> (4 * sum)) & 15) - 1;
  const bool skipped = gate != nullptr && gate[kGateApplies] == 0;
  double total = 0;
  if (slot >= 0 && !skipped) {
    const i64 begin = firstChunk[segment];
    total = blockTotal(partials + slot * chunkCount + begin, firstChunk[segment + 1] - begin);
  }
  if (threadIdx.x == 0) {
    const i64 place = segment * kSums + sum;
    const double result = skipped && sum == kNonFinite ? gateRecord[place] : total;
    record[place] = result;
    if (host != nullptr) {
      host[place] = result;
    }
  }
}

// Adds two sums over the segments in their order, as the host would.
__device__ __forceinline__ void gateTotals(
    const double* record, i64 segments, int norm, double& squared, double& nonFinite) {
  GNS_SHARED(double, tile, 2 * kThreads);
  for (i64 first = 0; first < segments; first += kThreads) {
    const i64 mine = first + threadIdx.x;
    if (mine < segments) {
      tile[threadIdx.x] = record[mine * kSums + norm];
      tile[kThreads + threadIdx.x] = record[mine * kSums + kNonFinite];
    }
    __syncthreads();
    if (threadIdx.x == 0) {
      const int here = segments - first < kThreads ? static_cast<int>(segments - first) : kThreads;
      for (int k = 0; k < here; k++) {
        squared += tile[k];
        nonFinite += tile[kThreads + k];
      }
    }
    __syncthreads();
  }
}

__device__ __forceinline__ void evaluateGate(
    const double* record, i64 segments, int norm, double maxNorm, double scale, double* gate) {
  double squared = 0;
  double nonFinite = 0;
  gateTotals(record, segments, norm, squared, nonFinite);
  if (threadIdx.x == 0) {
    const double length = sqrt(squared);
    gate[kGateApplies] = nonFinite == 0 ? 1 : 0;
    gate[kGateCoefficient] = scale * (length > maxNorm ? maxNorm / length : 1);
  }
}

// |w| / |u| within limits, and 1 where either norm is 0 or ratios are switched off; running statistics
// have none (0).
__device__ __forceinline__ void trustRatios(
    const Chunk* chunks, const i64* firstChunk, double* record, i64 segments, int adapts,
    double least, double most, const double* gate, double* host) {
  const i64 segment = i64(blockIdx.x) * kThreads + threadIdx.x;
  if (segment >= segments) {
    return;
  }
  double* sums = record + segment * kSums;
  const double w = sums[kParameterSquared];
  const double u = sums[kUpdateSquared];
  double ratio = 1;
  if (adapts && w > 0 && u > 0) {
    ratio = fmin(fmax(sqrt(w) / sqrt(u), least), most);
  }
  const bool skipped = gate != nullptr && gate[kGateApplies] == 0;
  ratio = skipped || chunks[firstChunk[segment]].isStatistics() ? 0 : ratio;
  sums[kTrustRatio] = ratio;
  if (host != nullptr) {
    host[segment * kSums + kTrustRatio] = ratio;
  }
}

__device__ __forceinline__ void finishSums(
    const double* partials, const i64* firstChunk, i64 chunkCount, i64 slots, double* record,
    const double* gate, const double* gateRecord, double* host) {
  finishSum(
      blockIdx.x, blockIdx.y, partials, firstChunk, chunkCount, slots, record, gate, gateRecord,
      host);
}

// norms[row] (+)= factor · the sum of the row's partials, by one block.
__device__ __forceinline__ void rowNorm(
    i64 row, const double* partials, i64 perRow, double factor, int add, double* norms) {
  const double total = factor * blockTotal(partials + row * perRow, perRow);
  if (threadIdx.x == 0) {
    norms[row] = add ? norms[row] + total : total;
  }
}

// Sums and row norms of a pass over samples in one launch.
__device__ __forceinline__ void finishSamples(
    const double* partials, const i64* firstChunk, i64 chunkCount, i64 slots, double* record,
    i64 segments, double* host, const double* rowPartials, i64 rows, double factor,
    double* norms) {
  const i64 sums = segments * kSums;
  for (i64 b = blockIdx.x; b < sums + rows; b += gridDim.x) {
    if (b < sums) {
      finishSum(
          b / kSums, static_cast<int>(b % kSums), partials, firstChunk, chunkCount, slots, record,
          nullptr, nullptr, host);
    } else {
      rowNorm(b - sums, rowPartials, chunkCount, factor, 0, norms);
    }
  }
}

__device__ __forceinline__ void rowNorms(
    const double* partials, i64 perRow, i64 rows, double factor, int add, double* norms) {
  for (i64 row = blockIdx.x; row < rows; row += gridDim.x) {
    rowNorm(row, partials, perRow, factor, add, norms);
  }
}

}  // namespace gns

GNS_KERNEL(
    finish_sums,
    (const double* partials, const long long* firstChunk, long long chunkCount, long long slots,
     double* record, const double* gate, const double* gateRecord, double* host),
    (partials, firstChunk, chunkCount, slots, record, gate, gateRecord, host), (gns::finishSums))

GNS_KERNEL(
    evaluate_gate,
    (const double* record, long long segments, int norm, double maxNorm, double scale,
     double* gate),
    (record, segments, norm, maxNorm, scale, gate), (gns::evaluateGate))

GNS_KERNEL(
    trust_ratios,
    (const gns::Chunk* chunks, const long long* firstChunk, double* record, long long segments,
     int adapts, double least, double most, const double* gate, double* host),
    (chunks, firstChunk, record, segments, adapts, least, most, gate, host), (gns::trustRatios))

GNS_KERNEL(
    finish_samples,
    (const double* partials, const long long* firstChunk, long long chunkCount, long long slots,
     double* record, long long segments, double* host, const double* rowPartials, long long rows,
     double factor, double* norms),
    (partials, firstChunk, chunkCount, slots, record, segments, host, rowPartials, rows, factor,
     norms),
    (gns::finishSamples))

GNS_KERNEL(
    row_norms,
    (const double* partials, long long perRow, long long rows, double factor, int add,
     double* norms),
    (partials, perRow, rows, factor, add, norms), (gns::rowNorms))
