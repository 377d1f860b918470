package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One reader's stream of server-sent events: at first all of every run, then what is new, four
 * times a second. A reader that reconnects begins anew, so that nothing is ever missing.
 */
final class EventStream {
  private static final long PERIOD_MILLIS = 250; // smooth to the eye, and light for both sides
  private static final int QUIET_PERIODS = 40; // a sign of life every ten seconds

  private final JsonFactory json = new JsonFactory();
  private final Map<String, RunJson.Known> known = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Supplier<List<LiveRun>> runs;
  private final OutputStream out;

  EventStream(Supplier<List<LiveRun>> runs, OutputStream out) {
    this.runs = runs;
    this.out = out;
  }

  /** Runs until the reader goes away (an IOException) or {@code open} says no. */
  void run(BooleanSupplier open) throws IOException, InterruptedException {
    reset();
    int quiet = 0;
    while (open.getAsBoolean()) {
      boolean news = removed();
      for (LiveRun run : runs.get()) {
        news |= update(run);
      }
      quiet = news ? 0 : quiet + 1;
      if (quiet >= QUIET_PERIODS) {
        send(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        quiet = 0;
      }
      Thread.sleep(PERIOD_MILLIS);
    }
  }

  private void reset() throws IOException {
    known.clear();
    versions.clear();
    send("retry: 1000\nevent: reset\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a run that was sent is shown no longer; the reader then begins anew. */
  private boolean removed() throws IOException {
    Set<String> there = runs.get().stream().map(LiveRun::id).collect(Collectors.toSet());
    if (there.containsAll(versions.keySet())) {
      return false;
    }
    reset();
    return true;
  }

  private boolean update(LiveRun run) throws IOException {
    long version = run.version();
    Long sent = versions.put(run.id(), version);
    if (sent != null && sent == version) {
      return false;
    }
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes("event: run\ndata: ".getBytes(StandardCharsets.UTF_8));
    try (JsonGenerator g = json.createGenerator(event)) {
      RunJson.Known before = known.getOrDefault(run.id(), RunJson.Known.NOTHING);
      known.put(run.id(), run.write(g, before));
    }
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    send(event.toByteArray());
    return true;
  }

  private void send(byte[] event) throws IOException {
    out.write(event);
    out.flush();
  }
}
