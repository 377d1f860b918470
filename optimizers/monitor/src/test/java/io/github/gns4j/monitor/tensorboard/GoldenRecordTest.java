package io.github.gns4j.monitor.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same events as TensorBoard's own writer wrote, byte for byte. */
class GoldenRecordTest {
  @Test
  void eventsAreThoseOfTensorBoard() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", 2.302585);
    values.put("noise/tr Σ", 1e-30);
    values.put("batch/samples", 4096.0);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    RecordStream records = new RecordStream(file);
    records.write(Events.version(1700000000.25));
    records.write(Events.scalars(1700000001.5, 300, values));
    records.write(
        Events.text(
            1700000002.75, 5_000_000_000L, "decisions", "batch 32 → 64: " + "x".repeat(200)));
    try (InputStream reference = getClass().getResourceAsStream("reference.tfevents")) {
      assertThat(file.toByteArray()).isEqualTo(reference.readAllBytes());
    }
  }
}
