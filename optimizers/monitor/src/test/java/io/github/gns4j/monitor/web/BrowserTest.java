package io.github.gns4j.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in headless Chromium; skipped where there is none, unless it is required. */
class BrowserTest {
  private static final String SHOWN = "!document.querySelector('#charts').hidden";

  @TempDir Path directory;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    browser = Browser.openOrSkip();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void light() throws InterruptedException {
    // The page of the test before still looks for its server; that is not an error of this one.
    browser.go(URI.create("about:blank"));
    browser.await("location.href === 'about:blank'");
    browser.look(1300, 900, "light");
    browser.errors().clear();
  }

  @Test
  void newPointsAppearAndTheVerdictSaysHowFar() throws InterruptedException {
    try (Dashboard dashboard = Dashboard.onPort(0)) {
      SyntheticRun run = new SyntheticRun(400, 1);
      run.take(100).forEach(dashboard::onStep);
      browser.go(dashboard.uri());
      browser.await(SHOWN + " && " + tile("Steps") + " === '100'");
      run.take(101).forEach(dashboard::onStep);
      browser.await(tile("Steps") + " === '201'");
      assertThat(browser.eval("document.querySelector('#verdict h2').textContent").asText())
          .matches("Batch \\d+ is (near|[\\d.,]+× below|[\\d.,]+× above) critical .*");
      assertThat(browser.eval("document.querySelectorAll('#charts canvas').length").asInt())
          .isEqualTo(6);
      assertThat(browser.errors()).isEmpty();
    }
  }

  @Test
  void aRestartedServerIsFoundAgain() throws InterruptedException {
    int port;
    try (Dashboard first = Dashboard.onPort(0)) {
      port = first.uri().getPort();
      new SyntheticRun(50, 1).take(50).forEach(first.run("before")::onStep);
      browser.go(first.uri());
      browser.await("document.querySelector('#run').textContent === 'before' && " + SHOWN);
    }
    browser.await("document.querySelector('#status').dataset.state === 'lost'");
    try (Dashboard second = Dashboard.onPort(port)) {
      new SyntheticRun(70, 2).take(70).forEach(second.run("after")::onStep);
      browser.await("document.querySelector('#run').textContent === 'after'");
      browser.await(tile("Steps") + " === '70'");
      browser.await("document.querySelector('#status').dataset.state === 'live'");
    }
  }

  @Test
  void aHundredThousandStepsAreShownAsTwoThousandPoints() throws InterruptedException {
    try (Dashboard dashboard = Dashboard.onPort(0)) {
      RunListener run = dashboard.run("long");
      for (int s = 1; s <= 100_000; s++) {
        run.onPlainStep(PlainStep.of(s, 32L * s, 32, 1 + 1.0 / s, 1e-3));
        if (s % 4000 == 0) {
          Thread.sleep(60); // the queue holds 8192 and is emptied every 50 ms
        }
      }
      run.onClose();
      browser.go(dashboard.uri());
      browser.await(tile("Steps") + " === '100,000'");
      assertThat(browser.eval("performance.getEntriesByType('resource').length").asInt())
          .isPositive();
      assertThat(browser.errors()).isEmpty();
    }
  }

  @Test
  void everythingIsReachedByKeyboard() throws InterruptedException {
    try (Dashboard dashboard = Dashboard.onPort(0)) {
      new SyntheticRun(300, 1).take(300).forEach(dashboard::onStep);
      browser.go(dashboard.uri());
      browser.await("document.querySelector('#decisions button')");
      StringBuilder reached = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        browser.press("Tab", 9, "");
        reached
            .append(
                browser
                    .eval("document.activeElement.id || document.activeElement.tagName")
                    .asText())
            .append(' ');
      }
      assertThat(reached.toString()).contains("x ", "window ", "theme ", "BUTTON ");
      browser.eval("document.querySelector('#decisions button').focus()");
      browser.press("Enter", 13, "\r");
      browser.await("document.querySelector('#decisions [aria-pressed=true]')");
      assertThat(browser.errors()).isEmpty();
    }
  }

  @Test
  void theReportNeedsNoServerAndFollowsTheColoursOfTheSystem() throws Exception {
    Path html = directory.resolve("report.html");
    Report.write(List.of(log("ours", true), log("plain", false)), Optional.empty(), html);
    int light = brightness(html, "light");
    int dark = brightness(html, "dark");
    assertThat(light).isGreaterThan(200);
    assertThat(dark).isLessThan(60);
    assertThat(browser.eval("document.querySelectorAll('#comparison tbody tr').length").asInt())
        .isEqualTo(2);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void namesAreTextAndNeverMarkup() throws Exception {
    RunLog log =
        RunLog.builder(directory).setting("x", "</script><img src=x onerror=alert(1)>").build();
    log.onPlainStep(PlainStep.of(1, 1, 1, 1, 1));
    log.onMetric(new MetricReport(1, 1, "<b>bold</b>", 1));
    log.close();
    Path html = directory.resolve("report.html");
    Report.write(log.file(), html);
    browser.go(html.toUri());
    browser.await(SHOWN);
    assertThat(
            browser
                .eval("document.querySelectorAll('main b:not(#decisions b), img').length")
                .asInt())
        .isZero();
    assertThat(browser.eval("document.querySelector('#settings dd').textContent").asText())
        .isEqualTo("</script><img src=x onerror=alert(1)>");
    assertThat(browser.errors()).isEmpty();
  }

  private Path log(String name, boolean noiseAware) {
    try (RunLog log = RunLog.builder(directory).name(name).build()) {
      for (StepReport report : new SyntheticRun(300, 1).take(300)) {
        if (noiseAware) {
          log.onStep(report);
        } else {
          double loss = report.loss().orElseThrow();
          log.onPlainStep(PlainStep.of(report.step(), report.samples(), 32, loss, 1e-3));
        }
      }
      return log.file();
    }
  }

  /** Mean brightness of a page from 0 to 255. */
  private int brightness(Path html, String scheme) throws Exception {
    browser.look(1300, 900, scheme);
    browser.go(html.toUri());
    browser.await(SHOWN);
    Path picture = directory.resolve(scheme + ".png");
    browser.picture(picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    long sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        sum += (image.getRGB(x, y) >> 8) & 0xff;
      }
    }
    return (int) (sum / ((long) image.getWidth() * image.getHeight()));
  }

  /** The number on a tile, as an expression. */
  private static String tile(String name) {
    return "[...document.querySelectorAll('#tiles div')].find(t => t.querySelector('dt').textContent === '"
        + name
        + "')?.querySelector('dd span').textContent";
  }
}
