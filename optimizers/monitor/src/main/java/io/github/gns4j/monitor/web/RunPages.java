package io.github.gns4j.monitor.web;

import io.github.gns4j.monitor.log.EntrySink;
import io.github.gns4j.monitor.view.History;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * The pages of the dashboard without a server: for {@link Dashboard}, and for servers of others
 * that want to show runs. Paths are relative to the page, which must end with a slash. Names are
 * looked up, never turned into files. Safe for several threads.
 */
public final class RunPages {
  /** Streams at the same time; each holds a thread and sends all the history once. */
  public static final int STREAMS = 32;

  /** Path of the stream of server-sent events, served by {@link #reader}. */
  public static final String EVENTS = "events";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          POLICY,
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private final List<LiveRun> runs = new CopyOnWriteArrayList<>();
  private final Semaphore streams = new Semaphore(STREAMS);
  private int ids;

  /**
   * A file to answer with.
   *
   * @param type its media type
   * @param body its bytes
   */
  public record Content(String type, byte[] body) {}

  /** Returns the headers that every answer shall carry. */
  public static Map<String, String> headers() {
    return HEADERS;
  }

  /** Shows another run, fed through the sink that is returned; its first entry names it. */
  public EntrySink add() {
    return live();
  }

  synchronized LiveRun live() {
    LiveRun run = new LiveRun("r" + ++ids, new History(History.DEFAULT_POINTS));
    runs.add(run);
    return run;
  }

  /** Shows a run no longer; nothing happens if it is not shown. */
  public void remove(EntrySink run) {
    runs.removeIf(r -> r == run);
  }

  /**
   * Finds what a path stands for: the page itself (empty), {@code assets/NAME}, {@code
   * charts/ID.png} or {@code charts/ID.svg}; empty if there is no such thing.
   *
   * @throws IOException if a chart cannot be drawn
   */
  public Optional<Content> find(String path) throws IOException {
    if (path.isEmpty()) {
      return asset("index.html");
    }
    if (path.startsWith("assets/")) {
      return asset(path.substring("assets/".length()));
    }
    return path.startsWith("charts/")
        ? chart(path.substring("charts/".length()))
        : Optional.empty();
  }

  private static Optional<Content> asset(String name) {
    return Optional.ofNullable(Assets.find(name))
        .map(asset -> new Content(asset.type(), asset.text().getBytes(StandardCharsets.UTF_8)));
  }

  /** A chart of a run by the name {@code ID.png} or {@code ID.svg}. */
  private Optional<Content> chart(String name) throws IOException {
    String suffix = name.endsWith(".png") ? ".png" : ".svg";
    String id = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
    Optional<LiveRun> run = runs.stream().filter(r -> r.id().equals(id)).findFirst();
    if (run.isEmpty()) {
      return Optional.empty();
    }
    Path file = Files.createTempFile("gns4j-chart", suffix);
    try {
      run.get().chart(file);
      String type = suffix.equals(".png") ? "image/png" : "image/svg+xml";
      return Optional.of(new Content(type, Files.readAllBytes(file)));
    } finally {
      Files.delete(file);
    }
  }

  /** Admits a reader of the stream, if there are fewer than {@value #STREAMS}. */
  public Optional<Reader> reader() {
    return streams.tryAcquire() ? Optional.of(new Reader()) : Optional.empty();
  }

  /** A reader of the stream; to be closed. For one thread. */
  public final class Reader implements AutoCloseable {
    private boolean closed;

    private Reader() {}

    /**
     * Streams all runs as {@code text/event-stream} until {@code open} says no or the reader goes
     * away. Blocks: a virtual thread serves well.
     *
     * @throws IOException if the reader went away
     * @throws InterruptedException if the thread is interrupted
     */
    public void stream(OutputStream out, BooleanSupplier open)
        throws IOException, InterruptedException {
      new EventStream(() -> runs, out).run(open);
    }

    /** Makes place for another reader. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        streams.release();
      }
    }
  }
}
