package io.github.gns4j.monitor.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Answers requests with the pages; anything else is 404. */
final class Site implements HttpHandler {
  private final RunPages pages;
  private final Predicate<String> hosts;
  private final BooleanSupplier open;

  /**
   * A site.
   *
   * @param pages to show
   * @param hosts names it answers to: a page elsewhere that resolves its own name to this machine
   *     (DNS rebinding) must not read it
   * @param open false once streams shall end
   */
  Site(RunPages pages, Predicate<String> hosts, BooleanSupplier open) {
    this.pages = pages;
    this.hosts = hosts;
    this.open = open;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      RunPages.headers().forEach(exchange.getResponseHeaders()::set);
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !hosts.test(host)) {
        refuse(exchange, 403, "this host name is not served");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        refuse(exchange, 405, "only GET is served");
      } else {
        route(exchange, exchange.getRequestURI().getPath().substring(1));
      }
    }
  }

  private void route(HttpExchange exchange, String path) throws IOException {
    if (path.equals(RunPages.EVENTS)) {
      events(exchange);
      return;
    }
    Optional<RunPages.Content> content = pages.find(path);
    if (content.isEmpty()) {
      refuse(exchange, 404, "there is no such page, file or run");
    } else {
      answer(exchange, 200, content.get().type(), content.get().body());
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    Optional<RunPages.Reader> admitted = pages.reader();
    if (admitted.isEmpty()) {
      refuse(exchange, 503, "there are " + RunPages.STREAMS + " readers already");
      return;
    }
    try (RunPages.Reader reader = admitted.get()) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      reader.stream(exchange.getResponseBody(), open);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
