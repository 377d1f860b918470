package io.github.gns4j.monitor.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis: a range of values on a linear or a logarithmic scale, and where its ticks are.
 *
 * @param low value at the beginning
 * @param high value at the end, above {@code low}
 * @param logarithmic whether equal distances are equal ratios; {@code low} is then above 0
 */
record Axis(double low, double high, boolean logarithmic) {
  private static final double[] STEPS = {1, 2, 5, 10};

  /** A linear axis with a margin around the values, that does not leave the side of 0 they keep. */
  static Axis linear(double least, double greatest) {
    double margin =
        greatest > least ? 0.06 * (greatest - least) : Math.max(Math.abs(greatest) * 0.1, 1e-9);
    double from = least >= 0 ? Math.max(0, least - margin) : least - margin;
    return new Axis(from, greatest + margin, false);
  }

  /** A logarithmic axis with a margin; values below {@code greatest·1e-8} are cut off. */
  static Axis logarithmic(double least, double greatest) {
    double from = Math.max(least, greatest * 1e-8);
    double margin = Math.max(1.1, Math.pow(greatest / from, 0.06));
    return new Axis(from / margin, greatest * margin, true);
  }

  /** Position of a value between 0 and 1; a value outside is moved to the nearer end. */
  double position(double value) {
    double v = Math.clamp(value, low, high);
    return logarithmic ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  }

  /** Round values inside the axis, about {@code wanted} of them. */
  List<Double> ticks(int wanted) {
    boolean decades = logarithmic && high / low > 5;
    return decades ? logarithmicTicks(wanted) : linearTicks(wanted);
  }

  private List<Double> linearTicks(int wanted) {
    double rough = (high - low) / Math.max(1, wanted);
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * decade;
    for (int i = STEPS.length - 1; i >= 0; i--) {
      step = STEPS[i] * decade >= rough * 0.999 ? STEPS[i] * decade : step;
    }
    List<Double> ticks = new ArrayList<>();
    for (long n = (long) Math.ceil(low / step - 1e-9); n * step <= high * (1 + 1e-12); n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks(int wanted) {
    int first = (int) Math.floor(Math.log10(low));
    int last = (int) Math.floor(Math.log10(high));
    double decades = Math.log10(high / low);
    double[] within = decades * 3 <= wanted + 3 ? new double[] {1, 2, 5} : new double[] {1};
    int every = Math.max(1, (int) Math.ceil(decades / (wanted + 1)));
    List<Double> ticks = new ArrayList<>();
    for (int decade = first; decade <= last; decade++) {
      for (double step : within) {
        double tick = Double.parseDouble((int) step + "e" + decade);
        if (tick >= low && tick <= high && Math.floorMod(decade, every) == 0) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
