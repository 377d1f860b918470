package io.github.gns4j.monitor.chart;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** Writes pictures. */
final class ChartFiles {
  private static final int DENSITY = 2; // pixels a unit: sharp on the screens of today

  private ChartFiles() {}

  /** Writes a picture of the kind that the name ends with. */
  static void write(Path file, RunChart.Picture picture) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".svg")) {
      svg(file, picture);
    } else if (name.endsWith(".png")) {
      png(file, picture);
    } else {
      throw new IllegalArgumentException(
          "chart file is " + file + ", allowed: a name that ends with .png or .svg");
    }
  }

  private static void png(Path target, RunChart.Picture picture) throws IOException {
    BufferedImage image =
        new BufferedImage(
            picture.width() * DENSITY, picture.height() * DENSITY, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    picture.paint(graphics);
    graphics.dispose();
    // ImageIO's own stream wants a temporary file and a shutdown hook: no charts after Ctrl-C
    try (var file = Files.newOutputStream(target);
        var out = new MemoryCacheImageOutputStream(file)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java runtime cannot write PNG files: use .svg");
      }
    }
  }

  private static void svg(Path file, RunChart.Picture picture) throws IOException {
    Document document = emptyDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("GNS4J");
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(picture.width(), picture.height()));
    picture.paint(graphics);
    var root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 " + picture.width() + " " + picture.height());
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      graphics.stream(root, out, false, false);
    }
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java runtime has no XML parser", e);
    }
  }
}
