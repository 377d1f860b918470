package io.github.gns4j.monitor.chart;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/**
 * Draws grid, ticks, bands and lines into one rectangle.
 *
 * @param area of the plot itself; labels stand left of it and below
 * @param x axis of the abscissae
 * @param y axis of the ordinates
 * @param theme colours
 */
record PlotPainter(Rectangle area, Axis x, Axis y, ChartTheme theme) {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final int TICK_HEIGHT = 26; // pixels a label on the left needs to breathe
  private static final int TICK_WIDTH = 90;

  void paint(Graphics2D g, PanelPlot plot, boolean labelled) {
    g.setFont(FONT);
    ordinates(g);
    if (labelled) {
      abscissae(g);
    }
    for (PanelPlot.Band band : plot.bands()) {
      g.setColor(ChartTheme.translucent(band.color(), 56));
      g.fill(area(band));
    }
    for (Line line : plot.lines()) {
      stroke(g, line);
    }
  }

  private void ordinates(Graphics2D g) {
    for (double tick : y.ticks(Math.max(2, area.height / TICK_HEIGHT))) {
      double at = down(tick);
      g.setColor(theme.grid());
      g.setStroke(new BasicStroke(1));
      g.draw(new Line2D.Double(area.x, at, area.getMaxX(), at));
      g.setColor(theme.muted());
      String label = Ticks.label(tick);
      g.drawString(label, area.x - 8 - g.getFontMetrics().stringWidth(label), (float) at + 4);
    }
  }

  private void abscissae(Graphics2D g) {
    for (double tick : x.ticks(area.width / TICK_WIDTH)) {
      double at = across(tick);
      g.setColor(theme.muted());
      g.setStroke(new BasicStroke(1));
      g.draw(new Line2D.Double(at, area.getMaxY(), at, area.getMaxY() + 4));
      String label = Ticks.label(tick);
      float left = (float) (at - g.getFontMetrics().stringWidth(label) / 2.0);
      g.drawString(label, left, (float) area.getMaxY() + 17);
    }
  }

  private Path2D area(PanelPlot.Band band) {
    Path2D path = new Path2D.Double();
    double[] at = band.low().x();
    for (int i = 0; i < at.length; i++) {
      add(path, at[i], band.low().y()[i]);
    }
    for (int i = at.length - 1; i >= 0; i--) {
      add(path, at[i], band.high().y()[i]);
    }
    path.closePath();
    return path;
  }

  private void stroke(Graphics2D g, Line line) {
    g.setColor(line.color());
    g.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D path = new Path2D.Double();
    for (int i = 0; i < line.x().length; i++) {
      if (isGap(line, i)) {
        continue;
      }
      double atX = across(line.x()[i]);
      double atY = down(line.y()[i]);
      if (isGap(line, i - 1) && isGap(line, i + 1)) {
        g.fill(new Ellipse2D.Double(atX - 2.5, atY - 2.5, 5, 5));
      } else if (isGap(line, i - 1)) {
        path.moveTo(atX, atY);
      } else {
        path.lineTo(atX, atY);
      }
    }
    g.draw(path);
  }

  private void add(Path2D path, double valueX, double valueY) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(across(valueX), down(valueY));
    } else {
      path.lineTo(across(valueX), down(valueY));
    }
  }

  private static boolean isGap(Line line, int i) {
    return i < 0 || i >= line.y().length || Double.isNaN(line.y()[i]);
  }

  private double across(double value) {
    return tenth(area.x + area.width * x.position(value));
  }

  private double down(double value) {
    return tenth(area.y + area.height * (1 - y.position(value)));
  }

  /** A tenth of a pixel is finer than anyone sees, and keeps SVG files short. */
  private static double tenth(double pixels) {
    return Math.rint(pixels * 10) / 10;
  }
}
