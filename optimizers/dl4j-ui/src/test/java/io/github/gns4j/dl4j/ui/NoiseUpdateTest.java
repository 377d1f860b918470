package io.github.gns4j.dl4j.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseUpdateTest {
  private static final List<LogEntry> ENTRIES =
      List.of(
          new LogEntry.Metric(1.5, 10, 320, "Genauigkeit µ", 0.5),
          new LogEntry.Decision(2, 11, "batch", 32, 64, 1.25, "critical 300 is above 64"));

  @Test
  void everyFormOfEncodingComesBack() throws IOException {
    NoiseUpdate update = new NoiseUpdate("s_1", "main", 1234567890123L, ENTRIES);
    byte[] bytes = update.encode();
    assertThat(update.encodingLengthBytes()).isEqualTo(bytes.length);
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    update.encode(buffer);
    assertThat(buffer.array()).isEqualTo(bytes);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    update.encode(stream);
    assertThat(stream.toByteArray()).isEqualTo(bytes);
    NoiseUpdate same = new NoiseUpdate();
    same.decode(ByteBuffer.wrap(bytes));
    assertThat(same.getSessionID()).isEqualTo("s_1");
    assertThat(same.getWorkerID()).isEqualTo("main");
    assertThat(same.getTimeStamp()).isEqualTo(1234567890123L);
    assertThat(same.entries()).isEqualTo(ENTRIES);
  }

  @Test
  void aTornUpdateChangesNothing() throws IOException {
    NoiseUpdate update = new NoiseUpdate("s_1", "main", 7, ENTRIES);
    byte[] bytes = update.encode();
    for (int length : new int[] {0, 3, 20, bytes.length - 1}) {
      assertThatThrownBy(() -> update.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("not an update of GNS4J");
      assertThat(update.entries()).isEqualTo(ENTRIES);
    }
  }
}
