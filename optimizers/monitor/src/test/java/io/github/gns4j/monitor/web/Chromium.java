package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A headless Chromium: a process and a profile of its own, which goes with it. */
final class Chromium implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--remote-debugging-port=0");

  private final Path profile;
  private final Process process;

  private Chromium(Path profile, Process process) {
    this.profile = profile;
    this.process = process;
  }

  /** Finds a Chromium: {@code -Dgns4j.chromium}, else one that is on the PATH. */
  static Optional<Path> program() {
    String set = System.getProperty("gns4j.chromium", "");
    if (!set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            d -> Stream.of("chromium", "chromium-browser", "google-chrome").map(n -> Path.of(d, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a browser with an empty page. */
  static Chromium start(Path program) throws IOException {
    Path profile = Files.createTempDirectory("gns4j-chromium");
    Stream<String> own = Stream.of("--user-data-dir=" + profile, "about:blank");
    List<String> command =
        Stream.of(Stream.of(program.toString()), FLAGS.stream(), own)
            .flatMap(words -> words)
            .toList();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Chromium(profile, process);
  }

  /** Returns the address at which its page is driven, once it has started. */
  URI page() throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + port() + "/json/list");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : new ObjectMapper().readTree(body)) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("Chromium has no page: " + body);
  }

  private int port() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + Browser.PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file) && !Files.readAllLines(file).isEmpty()) {
        return Integer.parseInt(Files.readAllLines(file).getFirst());
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium did not start");
  }

  /**
   * Ends the browser and all of its processes, then removes the profile. A helper process that
   * outlives the browser for a moment may still write there, which is no failure of a test.
   */
  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    family.forEach(Chromium::end);
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + profile + " (" + e + ")");
    }
  }

  private static void end(ProcessHandle process) {
    try {
      process.onExit().get(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
