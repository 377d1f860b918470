package io.github.gns4j.dl4j.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.web.Browser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.impl.RemoteUIStatsStorageRouter;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page inside the user interface of Deeplearning4j, which finds the module by itself. */
@Timeout(60) // reading a stream waits for what never comes
class NoiseModuleTest {
  private static UIServer server;
  private static URI page;

  @TempDir Path directory;
  private StatsStorage storage = new InMemoryStatsStorage();

  @BeforeAll
  static void start() {
    System.setProperty("org.deeplearning4j.ui.port", "0");
    server = UIServer.getInstance();
    page = URI.create("http://localhost:" + server.getPort() + "/gns4j/");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.stop();
  }

  @AfterEach
  void detach() throws IOException {
    if (server.isAttached(storage)) {
      server.detach(storage);
    }
    storage.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(page.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** What the stream sends until it says {@code text}. */
  private static String stream(String text) throws Exception {
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(page.resolve("events")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    StringBuilder sent = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      while (sent.indexOf(text) < 0) {
        String line = lines.readLine();
        assertThat(line).as("the stream ended after %s", sent).isNotNull();
        sent.append(line).append('\n');
      }
    }
    return sent.toString();
  }

  private static void train(StatsStorageLog log, int steps) {
    new SyntheticRun(steps, 1).take(steps).forEach(log::onStep);
    log.close();
  }

  @Test
  void thePageAndItsFilesComeWithSaneHeaders() throws Exception {
    for (String path : List.of("", "assets/app.js", "assets/uplot.js", "assets/style.css")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isNotBlank();
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'");
    }
    assertThat(get("/gns4j").statusCode()).isEqualTo(302);
    for (String path : List.of("assets/nothing", "charts/r99.png", "assets/%2e%2e/index.html")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(get("/train/overview").statusCode()).isEqualTo(200); // theirs are still there
  }

  @Test
  void runsAreStreamedWhetherAttachedBeforeOrAfter() throws Exception {
    train(StatsStorageLog.to(storage, "before"), 40);
    server.attach(storage);
    train(StatsStorageLog.to(storage, "after"), 60);
    assertThat(stream("\"steps\":60")).contains("\"name\":\"before\"", "\"name\":\"after\"");
  }

  @Test
  void aStorageThatIsDetachedIsShownNoLonger() throws Exception {
    server.attach(storage);
    train(StatsStorageLog.to(storage, "gone"), 30);
    stream("\"name\":\"gone\"");
    server.detach(storage);
    StatsStorage other = new InMemoryStatsStorage();
    server.attach(other);
    train(StatsStorageLog.to(other, "stays"), 30);
    assertThat(stream("\"name\":\"stays\"")).doesNotContain("\"gone\"");
    server.detach(other);
  }

  @Test
  void aFileKeepsARunForLater() throws Exception {
    Path file = directory.resolve("stats.dl4j");
    StatsStorage written = new FileStatsStorage(file.toFile());
    train(StatsStorageLog.to(written, "kept"), 50);
    written.close();
    storage = new FileStatsStorage(file.toFile());
    server.attach(storage);
    assertThat(stream("\"steps\":50")).contains("\"name\":\"kept\"");
  }

  @Test
  void aRunOnAnotherMachineIsShown() throws Exception {
    server.enableRemoteListener(storage, true);
    try (RemoteUIStatsStorageRouter remote =
        new RemoteUIStatsStorageRouter("http://localhost:" + server.getPort())) {
      train(StatsStorageLog.to(remote, "far away"), 20);
      assertThat(stream("\"steps\":20")).contains("\"name\":\"far away\"");
    } finally {
      server.disableRemoteListener();
    }
  }

  @Test
  void thePageShowsNewPoints() throws Exception {
    server.attach(storage);
    try (Browser browser = Browser.openOrSkip();
        StatsStorageLog log = StatsStorageLog.to(storage, "seen")) {
      SyntheticRun run = new SyntheticRun(200, 1);
      run.take(100).forEach(log::onStep);
      browser.look(1300, 900, "light");
      browser.go(page);
      browser.await("document.querySelector('#tiles').textContent.includes('100')");
      run.take(37).forEach(log::onStep);
      browser.await("document.querySelector('#tiles').textContent.includes('137')");
      assertThat(browser.eval("document.querySelectorAll('#charts canvas').length").asInt())
          .isEqualTo(6);
      assertThat(browser.errors()).isEmpty();
    }
  }

  /** The snippet of the guide. */
  @Test
  void guide() throws Exception {
    StatsStorage storage = new InMemoryStatsStorage();
    UIServer.getInstance().attach(storage);
    StatsStorageLog log = StatsStorageLog.to(storage, "run 1");
    train(log, 25);
    assertThat(stream("\"steps\":25")).contains("\"name\":\"run 1\"");
    server.detach(storage);
  }

  @Test
  void aRunWithoutANameIsRefused() {
    assertThatThrownBy(() -> StatsStorageLog.to(storage, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name is empty");
  }
}
