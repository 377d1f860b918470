package io.github.gns4j.monitor.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers requests: the page, its assets, the stream and a chart of each run. Names are looked up,
 * never turned into paths; anything else is 404.
 */
final class Site implements HttpHandler {
  static final int STREAMS = 32; // each holds a thread and sends all the history once

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Supplier<List<LiveRun>> runs;
  private final Predicate<String> hosts;
  private final BooleanSupplier open;
  private final Semaphore streams = new Semaphore(STREAMS);

  /**
   * A site.
   *
   * @param runs to show
   * @param hosts names it answers to: a page elsewhere that resolves its own name to this machine
   *     (DNS rebinding) must not read it
   * @param open false once streams shall end
   */
  Site(Supplier<List<LiveRun>> runs, Predicate<String> hosts, BooleanSupplier open) {
    this.runs = runs;
    this.hosts = hosts;
    this.open = open;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      secure(exchange.getResponseHeaders());
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !hosts.test(host)) {
        refuse(exchange, 403, "this host name is not served");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        refuse(exchange, 405, "only GET is served");
      } else {
        route(exchange, exchange.getRequestURI().getPath());
      }
    }
  }

  private static void secure(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private void route(HttpExchange exchange, String path) throws IOException {
    if (path.equals("/")) {
      asset(exchange, "index.html");
    } else if (path.startsWith("/assets/")) {
      asset(exchange, path.substring("/assets/".length()));
    } else if (path.equals("/events")) {
      events(exchange);
    } else if (path.startsWith("/charts/")) {
      chart(exchange, path.substring("/charts/".length()));
    } else {
      refuse(exchange, 404, "there is no such page");
    }
  }

  private static void asset(HttpExchange exchange, String name) throws IOException {
    Assets.Asset asset = Assets.find(name);
    if (asset == null) {
      refuse(exchange, 404, "there is no such file");
    } else {
      answer(exchange, 200, asset.type(), asset.text().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    if (!streams.tryAcquire()) {
      refuse(exchange, 503, "there are " + STREAMS + " readers already");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      new EventStream(runs, exchange.getResponseBody()).run(open);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  /** A chart of a run by the name {@code ID.png} or {@code ID.svg}. */
  private void chart(HttpExchange exchange, String name) throws IOException {
    String suffix = name.endsWith(".png") ? ".png" : ".svg";
    String id = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
    Optional<LiveRun> run = runs.get().stream().filter(r -> r.id().equals(id)).findFirst();
    if (run.isEmpty()) {
      refuse(exchange, 404, "there is no such run");
      return;
    }
    Path file = Files.createTempFile("gns4j-chart", suffix);
    try {
      run.get().chart(file);
      String type = suffix.equals(".png") ? "image/png" : "image/svg+xml";
      answer(exchange, 200, type, Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    answer(
        exchange,
        status,
        "text/plain; charset=utf-8",
        (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
