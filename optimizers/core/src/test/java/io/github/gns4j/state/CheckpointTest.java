package io.github.gns4j.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final String NAME = "adam, 3 parameters, float32 — é";

  @TempDir Path folder;

  /** Two numbers; refuses a negative second one after it took the first. */
  private static final class Pair implements Stateful {
    private double first;
    private double second;

    Pair(double first, double second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeDouble(first);
      out.writeDouble(second);
    }

    @Override
    public void restore(DataInput in) throws IOException {
      first = in.readDouble();
      second = in.readDouble();
      if (second == -7) {
        second = 0;
        throw new IOException("second is -7");
      }
    }
  }

  private static final byte[] SAVED = Checkpoint.toBytes(NAME, new Pair(1.5, -0.0));

  private static void assertRefused(byte[] bytes, String... words) {
    Pair pair = new Pair(8, 9);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.fromBytes(bytes, NAME, pair))
        .satisfies(e -> Arrays.stream(words).forEach(w -> assertThat(e).hasMessageContaining(w)));
    assertThat(pair.first).isEqualTo(8);
    assertThat(pair.second).isEqualTo(9);
  }

  @Test
  void restoresTheSameBits() throws IOException {
    Pair pair = new Pair(8, 9);
    Checkpoint.fromBytes(SAVED, NAME, pair);
    assertThat(pair.first).isEqualTo(1.5);
    assertThat(Double.doubleToRawLongBits(pair.second)).isEqualTo(1L << 63);
    assertThat(Checkpoint.toBytes(NAME, pair)).isEqualTo(SAVED);
  }

  @Test
  void truncatedAnywhere() {
    for (int length = 0; length < SAVED.length; length++) {
      assertRefused(Arrays.copyOf(SAVED, length), "cut off after " + length + " bytes");
    }
  }

  @Test
  void aWrongBitAnywhere() {
    for (int bit = 0; bit < 8 * SAVED.length; bit++) {
      byte[] damaged = SAVED.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged);
    }
  }

  @Test
  void damagedPayloadIsNamed() {
    byte[] damaged = SAVED.clone();
    damaged[SAVED.length - 10] ^= 1;
    assertRefused(damaged, "damaged", "checksum");
  }

  @Test
  void foreignFiles() {
    assertRefused(
        "PK\u0003\u0004 a zip file of some length".getBytes(StandardCharsets.US_ASCII),
        "not a checkpoint of GNS4J");
    assertRefused(new byte[100], "not a checkpoint of GNS4J");
  }

  @Test
  void otherVersions() {
    for (int version : new int[] {Checkpoint.VERSION - 1, Checkpoint.VERSION + 1}) {
      byte[] other = SAVED.clone();
      other[7] = (byte) version;
      assertRefused(other, "format version " + version, "understood: " + Checkpoint.VERSION);
    }
  }

  @Test
  void somethingAfterTheEnd() {
    assertRefused(Arrays.copyOf(SAVED, SAVED.length + 3), "3 bytes after the checkpoint");
  }

  @Test
  void anotherConfiguration() {
    byte[] other = Checkpoint.toBytes("sgd, 3 parameters", new Pair(1, 2));
    assertRefused(other, "\"sgd, 3 parameters\"", "needed: \"" + NAME + "\"");
  }

  @Test
  void anotherAmountOfState() {
    byte[] other = Checkpoint.toBytes(NAME, new Longer());
    assertRefused(other, "24 bytes of state, needed: 16");
  }

  private static final class Longer implements Stateful {
    @Override
    public void save(DataOutput out) throws IOException {
      out.write(new byte[24]);
    }

    @Override
    public void restore(DataInput in) {
      throw new AssertionError("must not be asked");
    }
  }

  /** A state that refuses half-way gets back what it held. */
  @Test
  void aStateThatRefuses() {
    assertRefused(Checkpoint.toBytes(NAME, new Pair(1, -7)), "refused", "second is -7");
  }

  @Test
  void filesAreReplacedWhole() throws IOException {
    Path file = folder.resolve("state.gns");
    Checkpoint.write(file, NAME, new Pair(1, 2));
    Checkpoint.write(file, NAME, new Pair(3, 4));
    Pair pair = new Pair(0, 0);
    Checkpoint.read(file, NAME, pair);
    assertThat(pair.first).isEqualTo(3);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Files.write(file, Arrays.copyOf(SAVED, 20));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.read(file, NAME, pair))
        .withMessageContaining("state.gns: checkpoint is cut off");
    assertThat(pair.first).isEqualTo(3);
  }
}
