package io.github.gns4j.monitor.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.util.Arrays;
import java.util.List;

/**
 * Stacks panels under a heading, each with a title and a key of its own above the plot.
 *
 * @param heading what stands above and below all of them
 * @param parts panels from top to bottom
 * @param theme colours
 * @param width in pixels
 */
record ChartPainter(Heading heading, List<Part> parts, ChartTheme theme, int width)
    implements RunChart.Picture {
  private static final int HEADING = 58;
  private static final int KEY = 24;
  private static final int UNIT = 150; // pixels of a panel of weight 1
  private static final int GAP = 10; // between a plot and the next title
  private static final int X_AXIS = 40; // labels and a title below the last panel
  private static final int LEFT = 62; // room for labels, the same for all panels
  private static final int MARGIN = 20;

  /** What stands above and below all panels, and whether their abscissa is logarithmic. */
  record Heading(String title, String subtitle, String xTitle, boolean logarithmic) {}

  /** One panel, {@code weight} times as high as a usual one. */
  record Part(String title, double weight, PanelPlot plot) {
    int height() {
      return (int) Math.round(UNIT * weight);
    }
  }

  @Override
  public int height() {
    return HEADING
        + parts.stream().mapToInt(part -> KEY + part.height() + GAP).sum()
        + X_AXIS
        + MARGIN;
  }

  @Override
  public void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(theme.background());
    g.fillRect(0, 0, width, height());
    text(g, heading.title(), new Font(Font.SANS_SERIF, Font.BOLD, 18), theme.text(), 26);
    text(g, heading.subtitle(), new Font(Font.SANS_SERIF, Font.PLAIN, 13), theme.muted(), 46);
    if (parts.isEmpty()) {
      text(g, "no data", new Font(Font.SANS_SERIF, Font.PLAIN, 13), theme.muted(), 66);
    }
    Axis x = abscissae();
    int y = HEADING;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      key(g, part, y);
      Rectangle area = new Rectangle(LEFT, y + KEY, width - LEFT - MARGIN, part.height());
      new PlotPainter(area, x, part.plot().ordinates(), theme)
          .paint(g, part.plot(), i == parts.size() - 1);
      y += KEY + part.height() + GAP;
    }
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    g.setColor(theme.muted());
    int half = g.getFontMetrics().stringWidth(heading.xTitle()) / 2;
    g.drawString(heading.xTitle(), LEFT + (width - LEFT - MARGIN) / 2 - half, y + 24);
  }

  private Axis abscissae() {
    var x =
        parts.stream()
            .flatMap(part -> part.plot().lines().stream())
            .flatMapToDouble(line -> Arrays.stream(line.x()))
            .summaryStatistics();
    if (heading.logarithmic() && x.getMin() > 0 && x.getCount() > 0) {
      return Axis.logarithmic(x.getMin(), x.getMax());
    }
    return new Axis(0, x.getCount() == 0 || x.getMax() <= 0 ? 1 : x.getMax(), false);
  }

  private static void text(Graphics2D g, String words, Font font, Color color, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(words, MARGIN, y);
  }

  private void key(Graphics2D g, Part part, int y) {
    int base = y + KEY - 7;
    text(g, part.title(), new Font(Font.SANS_SERIF, Font.BOLD, 12), theme.text(), base);
    int x = MARGIN + g.getFontMetrics().stringWidth(part.title()) + 18;
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (Line line : part.plot().lines()) {
      x = entry(g, line.label(), line.color(), x, base);
    }
    for (PanelPlot.Band band : part.plot().bands()) {
      x = entry(g, band.label(), ChartTheme.translucent(band.color(), 90), x, base);
    }
  }

  private int entry(Graphics2D g, String label, Color color, int x, int base) {
    if (label.isEmpty()) {
      return x;
    }
    boolean area = color.getAlpha() < 255;
    g.setColor(color);
    g.fillRect(x, base - (area ? 9 : 6), 14, area ? 10 : 3);
    g.setColor(theme.muted());
    g.drawString(label, x + 19, base);
    return x + 19 + g.getFontMetrics().stringWidth(label) + 16;
  }
}
