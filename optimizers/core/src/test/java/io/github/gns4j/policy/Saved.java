package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Saving and restoring through bytes. */
final class Saved {
  private Saved() {}

  static byte[] bytes(Stateful state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  static void copy(Stateful from, Stateful to) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(from)))) {
      to.restore(in);
      if (in.available() != 0) {
        throw new IOException(in.available() + " bytes were not read");
      }
    }
  }
}
