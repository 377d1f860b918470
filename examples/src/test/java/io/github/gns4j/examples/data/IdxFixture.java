package io.github.gns4j.examples.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files, right and wrong ones. */
public final class IdxFixture {
  private IdxFixture() {}

  /** Returns the bytes of an image file of the given digits. */
  public static byte[] images(Digits digits) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x803);
    out.writeInt(digits.size());
    out.writeInt(digits.rows());
    out.writeInt(digits.columns());
    for (int i = 0; i < digits.size(); i++) {
      for (int p = 0; p < digits.pixels(); p++) {
        out.write(digits.pixel(i, p));
      }
    }
    return bytes.toByteArray();
  }

  /** Returns the bytes of a label file of the given digits. */
  public static byte[] labels(Digits digits) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x801);
    out.writeInt(digits.size());
    for (int i = 0; i < digits.size(); i++) {
      out.write(digits.label(i));
    }
    return bytes.toByteArray();
  }

  /** Writes the pair {@code name}, plain. */
  public static void writePair(Path directory, String name, Digits digits) throws IOException {
    Files.write(directory.resolve(name + "-images-idx3-ubyte"), images(digits));
    Files.write(directory.resolve(name + "-labels-idx1-ubyte"), labels(digits));
  }

  /** Returns {@code bytes} as a gzip file holds them. */
  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }
}
