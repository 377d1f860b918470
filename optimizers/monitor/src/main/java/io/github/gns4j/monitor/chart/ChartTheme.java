package io.github.gns4j.monitor.chart;

import java.awt.Color;

/** Colours of a chart. Told apart by people who do not see red and green, and on paper. */
public enum ChartTheme {
  /** Dark ink on white. */
  LIGHT(0xffffff, 0x1b2430, 0x5b6675, 0xe3e7ec),
  /** Light ink on near black. */
  DARK(0x12161d, 0xe6eaf0, 0x9aa5b4, 0x2a313c);

  private static final int[][] SERIES = {
    {0x1f5fbf, 0xc2570c, 0x0f766e, 0x7c3aed, 0xb4235a, 0x4d7c0f, 0x475569, 0x92600a},
    {0x6ea8fe, 0xf59e52, 0x4fd1c5, 0xb794f6, 0xf287b0, 0xa3d65c, 0xa9b6c8, 0xe0b05a}
  };

  private final int background;
  private final int text;
  private final int muted;
  private final int grid;

  ChartTheme(int background, int text, int muted, int grid) {
    this.background = background;
    this.text = text;
    this.muted = muted;
    this.grid = grid;
  }

  Color background() {
    return new Color(background);
  }

  Color text() {
    return new Color(text);
  }

  Color muted() {
    return new Color(muted);
  }

  Color grid() {
    return new Color(grid);
  }

  /** The colour of the batch, of the loss, and of the first of several runs. */
  Color first() {
    return series(0);
  }

  /** The colour of the noise scale. */
  Color second() {
    return series(1);
  }

  Color series(int index) {
    int[] colors = SERIES[ordinal()];
    return new Color(colors[index % colors.length]);
  }

  static Color translucent(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
