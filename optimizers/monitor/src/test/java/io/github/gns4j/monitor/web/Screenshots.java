package io.github.gns4j.monitor.web;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the pictures of the guide from run logs: {@code Screenshots DIRECTORY LOG...}. The
 * dashboard shows the last run, light and dark, and the report compares all of them. Needs
 * Chromium.
 */
public final class Screenshots {
  private static final String SHOWN = "!document.querySelector('#charts').hidden";

  private Screenshots() {}

  /** Writes {@code dashboard.png}, {@code dashboard-dark.png} and {@code report.png}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 2) {
      System.err.println("usage: Screenshots DIRECTORY LOG...");
      System.exit(2);
    }
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    List<Path> logs = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      logs.add(Path.of(arguments[i]));
    }
    Path report = Files.createTempFile("gns4j-report", ".html");
    try (Browser browser = Browser.openOrSkip();
        Dashboard dashboard = Dashboard.onPort(0)) {
      dashboard.show(logs.getLast());
      picture(browser, dashboard.uri(), "light", directory.resolve("dashboard.png"));
      picture(browser, dashboard.uri(), "dark", directory.resolve("dashboard-dark.png"));
      Report.write(logs, Optional.empty(), report);
      picture(browser, report.toUri(), "light", directory.resolve("report.png"));
    } finally {
      Files.delete(report);
    }
  }

  private static void picture(Browser browser, URI page, String scheme, Path file)
      throws IOException, InterruptedException {
    browser.look(1280, 800, scheme);
    browser.go(page);
    browser.await(SHOWN);
    Thread.sleep(500); // the charts are drawn with the next frames
    browser.picture(file);
    System.out.println(file);
  }
}
