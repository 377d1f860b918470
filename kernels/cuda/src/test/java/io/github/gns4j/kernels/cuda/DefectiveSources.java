package io.github.gns4j.kernels.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The CUDA sources with a planted defect. */
final class DefectiveSources {
  private final Path directory;

  private DefectiveSources(Path directory) {
    this.directory = directory;
  }

  /**
   * Copies the sources and changes one place.
   *
   * @param name of the copy
   * @param right text that {@code file} holds exactly once
   */
  static DefectiveSources plant(String name, String file, String right, String wrong) {
    try {
      Path copy =
          Files.createDirectories(NativeBuild.MODULE.resolve("target/defects").resolve(name));
      try (Stream<Path> files = Files.list(NativeBuild.KERNELS)) {
        for (Path source : files.toList()) {
          Files.writeString(copy.resolve(source.getFileName()), Files.readString(source));
        }
      }
      String text = Files.readString(NativeBuild.KERNELS.resolve(file));
      if (text.split(Pattern.quote(right), -1).length != 2) {
        throw new AssertionError(file + " does not hold this exactly once: " + right);
      }
      Files.writeString(copy.resolve(file), text.replace(right, wrong));
      return new DefectiveSources(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sums of a block are added before all warps have left theirs. */
  static DefectiveSources missingBarrier() {
    return plant(
        "missing-barrier",
        "reduce.cuh",
        "  putWarpSums(sums, warps);\n  __syncthreads();\n",
        "  putWarpSums(sums, warps);\n");
  }

  /** All chunks leave their sums at one place. */
  static DefectiveSources blockRace() {
    return plant(
        "block-race",
        "reduce.cuh",
        "partials[k * stride + place] = total;",
        "partials[k * stride + 0 * place] = total;");
  }

  /** The last quad of a range is taken whole. */
  static DefectiveSources tail() {
    return plant(
        "tail",
        "chunks.cuh",
        "span.hi = end - i < kQuad ? static_cast<int>(end - i) : kQuad;",
        "span.hi = kQuad;");
  }

  /** Elements after the last are read and then ignored: no number shows it. */
  static DefectiveSources readBeyond() {
    return plant(
        "read-beyond",
        "elements.cuh",
        """
              raw[j] = 0;
              if (span.holds(j)) {
                raw[j] = widen(p[i + j]);
              }
        """,
        """
              raw[j] = widen(p[i + j]);
              if (!span.holds(j)) {
                raw[j] = 0;
              }
        """);
  }

  /** Vectors whatever the address. */
  static DefectiveSources misaligned() {
    return plant(
        "misaligned",
        "elements.cuh",
        "return (reinterpret_cast<unsigned long long>(array) & (bytes - 1)) == 0;",
        "return reinterpret_cast<unsigned long long>(array) % 2 == 0 || bytes == 0;");
  }

  /** Products of a tile are formed before all of it is there. */
  static DefectiveSources missingTileBarrier() {
    return plant(
        "missing-tile-barrier",
        "tiles.cuh",
        "    __syncthreads();\n    if (k + T::kDepth < terms) {",
        "    if (k + T::kDepth < terms) {");
  }

  /** A tile is loaded while the products of the one before are formed. */
  static DefectiveSources earlyTile() {
    return plant(
        "early-tile", "tiles.cuh", "double* other = room + 2 * T::kTile;", "double* other = room;");
  }

  /** Lanes of a warp add what others have not left yet. */
  static DefectiveSources missingWarpBarrier() {
    return plant(
        "missing-warp-barrier",
        "reduce.cuh",
        "    __syncwarp();\n    const int lane",
        "    const int lane");
  }

  /** Filters beyond the last are those of the next sample. */
  static DefectiveSources filterTail() {
    return plant(
        "filter-tail",
        "convolution_norms.cu",
        "return output.at < positions && filter.at < width",
        "return output.at < positions");
  }

  /** Padding left of the image is the end of the row above. */
  static DefectiveSources border() {
    return plant(
        "border",
        "convolution_norms.cu",
        "if (y < 0 || y >= vertical.inputs || x < 0 || x >= horizontal.inputs) {",
        "if (y < 0 || y >= vertical.inputs) {");
  }

  Path directory() {
    return directory;
  }
}
