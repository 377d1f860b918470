package io.github.gns4j.monitor.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** The files of the page, all inside the jars. */
final class Assets {
  private static final String UPLOT = webjar("org.webjars.npm", "uplot");

  private static final Map<String, Asset> BY_NAME =
      Map.of(
          "app.js", script(own("app.js")),
          "charts.js", script(own("charts.js")),
          "panels.js", script(own("panels.js")),
          "uplot.js", script(licensed() + load(UPLOT + "dist/uPlot.iife.min.js")),
          "style.css", style(own("style.css")),
          "uplot.css", style(load(UPLOT + "dist/uPlot.min.css")),
          "index.html", new Asset("text/html; charset=utf-8", own("index.html")));

  private Assets() {}

  /**
   * A file.
   *
   * @param type its media type
   * @param text its content
   */
  record Asset(String type, String text) {}

  /** A file by its name, null if there is none of that name: paths mean nothing here. */
  static Asset find(String name) {
    return BY_NAME.get(name);
  }

  static String text(String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(BY_NAME.get(name).text()).append('\n');
    }
    return all.toString();
  }

  private static Asset script(String text) {
    return new Asset("text/javascript; charset=utf-8", text);
  }

  private static Asset style(String text) {
    return new Asset("text/css; charset=utf-8", text);
  }

  /** The licence of uPlot goes wherever its code goes, also into reports. */
  private static String licensed() {
    return "/* uPlot\n" + load(UPLOT + "LICENSE") + "*/\n";
  }

  private static String webjar(String group, String artifact) {
    Properties maven = new Properties();
    String file = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      maven.load(require(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/" + artifact + "/" + maven.getProperty("version") + "/";
  }

  private static String own(String name) {
    return load("/io/github/gns4j/monitor/web/" + name);
  }

  private static String load(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      return new String(require(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream require(InputStream in, String resource) {
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + resource);
    }
    return in;
  }
}
