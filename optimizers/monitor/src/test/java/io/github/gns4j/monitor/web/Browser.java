package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** One page in a headless Chromium, driven over the DevTools protocol. */
public final class Browser implements AutoCloseable {
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
  private static final Duration PATIENCE = Duration.ofSeconds(60); // machines under load are slow

  private final ObjectMapper json = new ObjectMapper();
  private final Path profile;
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private Browser(Path program) throws IOException, InterruptedException {
    profile = Files.createTempDirectory("gns4j-chromium");
    process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(program.toString()),
                        Stream.concat(
                            FLAGS.stream(), Stream.of("--user-data-dir=" + profile, "about:blank")))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int port = port();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page(port), new Listener())
            .join();
    call("Page.enable");
    call("Runtime.enable");
    call("Log.enable");
  }

  /** Finds a Chromium: {@code -Dgns4j.chromium}, else one that is on the PATH. */
  static Optional<Path> program() {
    String set = System.getProperty("gns4j.chromium", "");
    if (!set.isEmpty()) {
      return Optional.of(Path.of(set));
    }
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(
            d -> Stream.of("chromium", "chromium-browser", "google-chrome").map(n -> Path.of(d, n)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens a browser with a profile of its own, which goes with it. Without a Chromium the tests of
   * the calling class are skipped loudly, or fail with {@code -Dgns4j.require.browser=true}.
   */
  public static Browser openOrSkip() throws IOException, InterruptedException {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      String message = "no Chromium on the PATH (or -Dgns4j.chromium): pages were NOT tested";
      if (Boolean.getBoolean("gns4j.require.browser")) {
        Assertions.fail(message);
      }
      System.err.println(message);
      Assumptions.abort(message);
    }
    return new Browser(program.get());
  }

  private int port() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(file) && !Files.readAllLines(file).isEmpty()) {
        return Integer.parseInt(Files.readAllLines(file).getFirst());
      }
      Thread.sleep(50);
    }
    throw new IOException("Chromium did not start");
  }

  private URI page(int port) throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : json.readTree(body)) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("Chromium has no page: " + body);
  }

  /** Calls a method with parameters given as name, value, name, value. */
  JsonNode call(String method, Object... parameters) {
    int id = ids.incrementAndGet();
    ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
    ObjectNode values = message.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      values.set((String) parameters[i], json.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    socket.sendText(message.toString(), true).join();
    JsonNode answer = reply.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer);
    }
    return answer.path("result");
  }

  /** Goes to a page. */
  public void go(URI uri) {
    call("Page.navigate", "url", uri.toString());
  }

  /** Sets the window and the colours the system is said to prefer. */
  public void look(int width, int height, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    call(
        "Emulation.setEmulatedMedia",
        "features",
        List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
  }

  /** Evaluates an expression in the page. */
  public JsonNode eval(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true; while the page loads, what it asks for may not be there. */
  public void await(String condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String safe = "(() => { try { return !!(" + condition + "); } catch (e) { return false; } })()";
    while (!eval(safe).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never true: " + condition + "; page says " + errors);
      }
      Thread.sleep(100);
    }
  }

  /** Presses and releases a key, such as Tab or Enter. */
  void press(String key, int code, String text) {
    call(
        "Input.dispatchKeyEvent",
        "type",
        "keyDown",
        "key",
        key,
        "code",
        key,
        "windowsVirtualKeyCode",
        code,
        "text",
        text);
    call("Input.dispatchKeyEvent", "type", "keyUp", "key", key, "code", key);
  }

  /** Writes what the page looks like, all of it. */
  public void picture(Path file) throws IOException {
    JsonNode shot = call("Page.captureScreenshot", "captureBeyondViewport", true, "format", "png");
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  /** What the page has complained of: console errors, exceptions, refused loads. */
  public List<String> errors() {
    return errors;
  }

  private void receive(JsonNode message) {
    CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt(-1));
    if (reply != null) {
      reply.complete(message);
      return;
    }
    JsonNode body = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(body.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (!body.path("type").asText().equals("log")) {
          errors.add(body.path("type").asText() + ": " + body.path("args"));
        }
      }
      case "Log.entryAdded" -> {
        if (body.path("entry").path("level").asText().equals("error")) {
          errors.add(body.path("entry").toString());
        }
      }
      default -> {}
    }
  }

  /**
   * Ends the browser and all of its processes, then removes the profile. A helper process that
   * outlives the browser for a moment may still write there, which is no failure of a test.
   */
  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    family.forEach(Browser::end);
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

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          receive(json.readTree(text.toString()));
        } catch (IOException e) {
          errors.add(e.toString());
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
