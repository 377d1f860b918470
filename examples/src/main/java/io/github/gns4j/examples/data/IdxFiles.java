package io.github.gns4j.examples.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the IDX files of MNIST (<a href="https://yann.lecun.com/exdb/mnist/">LeCun, Cortes and
 * Burges</a>), plain or gzip-compressed: a big-endian magic number (bytes 0, 0, 8 for unsigned
 * bytes, number of dimensions), the dimensions as 32-bit integers, then the bytes.
 */
final class IdxFiles {
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int IMAGES_MAGIC = 0x00000803;

  /** No image of ours is larger; a damaged header is told from a file that does not fit memory. */
  private static final int LARGEST_SIDE = 1024;

  private final Path file;
  private final DataInputStream in;

  private IdxFiles(Path file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(in);
  }

  /**
   * Reads a pair of files.
   *
   * @throws IdxFormatException if one is foreign, cut off or damaged, or if they do not belong
   *     together
   * @throws IOException if one cannot be read
   */
  static Digits read(Path images, Path labels) throws IOException {
    byte[] digits = parse(labels, IdxFiles::labels);
    Images pictures = parse(images, IdxFiles::images);
    int count = pictures.pixels().size();
    if (count != digits.length) {
      throw new IdxFormatException(
          images, "holds " + count + " images, but " + labels + " " + digits.length + " labels");
    }
    byte[][] pixels = pictures.pixels().toArray(byte[][]::new);
    return new Digits(pictures.rows(), pictures.columns(), pixels, digits);
  }

  /** What an image file holds. */
  private record Images(int rows, int columns, List<byte[]> pixels) {}

  /** Reads the content of one kind of file. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(IdxFiles file) throws IOException;
  }

  private static <T> T parse(Path path, Parser<T> parser) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      IdxFiles file = new IdxFiles(path, unzipped(raw));
      T content = parser.parse(file);
      file.requireEnd();
      return content;
    } catch (EOFException e) {
      throw new IdxFormatException(path, "ends too early; download or copy it again", e);
    } catch (ZipException e) {
      throw new IdxFormatException(path, "is damaged (" + e.getMessage() + ")", e);
    }
  }

  /** Looks at the first two bytes, not at the name: browsers unzip without renaming. */
  private static InputStream unzipped(InputStream raw) throws IOException {
    raw.mark(2);
    int magic = raw.read() | raw.read() << 8;
    raw.reset();
    return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private byte[] labels() throws IOException {
    requireMagic(LABELS_MAGIC, "labels");
    int count = dimension("labels", Integer.MAX_VALUE);
    byte[] labels = in.readNBytes(count);
    if (labels.length < count) {
      throw new IdxFormatException(
          file, "ends after " + labels.length + " of " + count + " labels");
    }
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= Digits.CLASSES) {
        throw new IdxFormatException(
            file, "label " + i + " is " + (labels[i] & 0xFF) + ", allowed: 0 to 9");
      }
    }
    return labels;
  }

  private Images images() throws IOException {
    requireMagic(IMAGES_MAGIC, "images");
    int count = dimension("images", Integer.MAX_VALUE);
    int rows = dimension("rows", LARGEST_SIDE);
    int columns = dimension("columns", LARGEST_SIDE);
    List<byte[]> images = new ArrayList<>();
    while (images.size() < count) {
      byte[] image = in.readNBytes(rows * columns);
      if (image.length < rows * columns) {
        throw new IdxFormatException(file, "ends in image " + images.size() + " of " + count);
      }
      images.add(image);
    }
    return new Images(rows, columns, images);
  }

  private void requireMagic(int expected, String kind) throws IOException {
    int magic = in.readInt();
    if (magic != expected) {
      throw new IdxFormatException(
          file,
          String.format("is no IDX file of %s: it begins %08x, not %08x", kind, magic, expected));
    }
  }

  private int dimension(String name, int largest) throws IOException {
    int value = in.readInt();
    if (value < 1 || value > largest) {
      throw new IdxFormatException(
          file, "has " + (value & 0xFFFFFFFFL) + " " + name + ", allowed: 1 to " + largest);
    }
    return value;
  }

  private void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new IdxFormatException(file, "has bytes behind its last element");
    }
  }
}
