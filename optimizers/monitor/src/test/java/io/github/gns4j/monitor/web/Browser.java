package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** One page in a headless Chromium, driven over the DevTools protocol. */
public final class Browser implements AutoCloseable {
  /** How long to wait for a page or the browser: machines under load are slow. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final Chromium chromium;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private Browser(Chromium chromium) throws IOException, InterruptedException {
    this.chromium = chromium;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(chromium.page(), new Listener())
            .join();
    call("Page.enable");
    call("Runtime.enable");
    call("Log.enable");
  }

  /**
   * Opens a browser with a profile of its own, which goes with it. Without a Chromium the tests of
   * the calling class are skipped loudly, or fail with {@code -Dgns4j.require.browser=true}.
   */
  public static Browser openOrSkip() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      String message = "no Chromium on the PATH (or -Dgns4j.chromium): pages were NOT tested";
      if (Boolean.getBoolean("gns4j.require.browser")) {
        Assertions.fail(message);
      }
      System.err.println(message);
      Assumptions.abort(message);
    }
    return new Browser(Chromium.start(program.get()));
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

  /** Ends the browser. */
  @Override
  public void close() {
    socket.abort();
    chromium.close();
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
