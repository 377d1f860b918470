package io.github.gns4j.monitor.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
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
  private static final int X_AXIS = 30; // the last panel has labels and a title below
  private static final int MARGIN = 14;

  /** What stands above and below all panels. */
  record Heading(String title, String subtitle, String xTitle) {}

  /** One panel. */
  record Part(Panel panel, PanelPlot plot) {
    int height() {
      return (int) Math.round(UNIT * panel.weight());
    }
  }

  @Override
  public int height() {
    return HEADING + parts.stream().mapToInt(part -> KEY + part.height()).sum() + X_AXIS + MARGIN;
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
    int y = HEADING;
    double from = extreme(true);
    double to = extreme(false);
    for (int i = 0; i < parts.size(); i++) {
      y += panel(g, i, y, from, to);
    }
  }

  private int panel(Graphics2D g, int index, int y, double from, double to) {
    Part part = parts.get(index);
    boolean last = index == parts.size() - 1;
    key(g, part, y);
    int height = part.height() + (last ? X_AXIS : 0);
    Graphics2D panel = (Graphics2D) g.create(0, y + KEY, width - MARGIN, height);
    part.plot().build(from, to, last ? heading.xTitle() : "").paint(panel, width - MARGIN, height);
    panel.dispose();
    return KEY + height;
  }

  private double extreme(boolean least) {
    var x =
        parts.stream()
            .flatMap(part -> part.plot().lines().stream())
            .flatMapToDouble(line -> java.util.Arrays.stream(line.x()))
            .summaryStatistics();
    return x.getCount() == 0 ? 0 : least ? Math.min(0, x.getMin()) : x.getMax();
  }

  private static void text(Graphics2D g, String words, Font font, Color color, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(words, MARGIN, y);
  }

  private void key(Graphics2D g, Part part, int y) {
    int base = y + KEY - 7;
    text(g, part.panel().title(), new Font(Font.SANS_SERIF, Font.BOLD, 12), theme.text(), base);
    int x = MARGIN + g.getFontMetrics().stringWidth(part.panel().title()) + 18;
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
