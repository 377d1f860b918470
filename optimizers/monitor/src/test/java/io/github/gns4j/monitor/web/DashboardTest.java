package io.github.gns4j.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.SyntheticRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private final Dashboard dashboard = Dashboard.onPort(0);

  @AfterEach
  void close() {
    dashboard.close();
  }

  @Test
  void thePageAndItsFilesComeWithSaneHeaders() throws Exception {
    for (String path : List.of("", "assets/app.js", "assets/uplot.js", "assets/style.css")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isNotBlank();
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void namesThatAreNoFilesAreNotFound() throws Exception {
    for (String path :
        List.of(
            "assets/../../../etc/passwd",
            "assets/%2e%2e/index.html",
            "assets/..%2f..%2fetc%2fpasswd",
            "assets//etc/passwd",
            "assets/",
            "charts/../x.png",
            "charts/r9.png",
            "assets/app.js/",
            "nothing")) {
      assertThat(raw("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .as(path)
          .startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void otherHostsAndMethodsAreRefused() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(
            raw(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405");
  }

  @Test
  void chartsOfRunsAreServed() throws Exception {
    new SyntheticRun(50, 1).take(50).forEach(dashboard::onStep);
    dashboard.onClose();
    HttpResponse<String> svg = get("charts/r1.svg");
    assertThat(svg.statusCode()).isEqualTo(200);
    assertThat(svg.body()).contains("<svg", "batch in use");
  }

  @Test
  void itListensOnTheLoopbackInterfaceAndATakenPortIsNamed() {
    assertThat(dashboard.uri().getHost()).isEqualTo("localhost");
    int port = dashboard.uri().getPort();
    assertThatThrownBy(() -> Dashboard.onPort(port))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + port);
    assertThatThrownBy(() -> Dashboard.onPort(70_000)).hasMessageContaining("port is 70000");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = dashboard.uri().resolve(path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends bytes as they are: clients would tidy paths and host names up. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.uri().getPort());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
