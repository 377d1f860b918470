package io.github.gns4j.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of any curves: what is written, and what is refused. */
class CurveChartTest {
  @TempDir private Path directory;

  private static CurveChart chart() {
    return new CurveChart("Time to target", "seconds", "base rate").logarithmic();
  }

  @Test
  void curvesAndTitlesAreDrawn() throws IOException {
    Path svg = directory.resolve("curves.svg");
    CurveChart chart =
        chart()
            .panel("dense", true)
            .curve("Adam", new double[] {1e-4, 1e-3, 1e-2}, new double[] {9, 3, 2})
            .curve("ours", new double[] {1e-4, 1e-2}, new double[] {2, Double.NaN})
            .panel("recurrent", false);
    chart.write(svg);
    assertThat(Files.readString(svg))
        .contains("Time to target", "base rate", "dense", "recurrent", "Adam", "ours")
        .contains("1e-4"); // a tick of the logarithmic abscissa
    Path png = directory.resolve("curves.png");
    chart.write(png);
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(2000);
  }

  @Test
  void wrongArgumentsAreNamed() {
    double[] two = {1, 2};
    assertThatThrownBy(() -> chart().curve("a", two, two))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'a'");
    CurveChart chart = chart().panel("p", true);
    assertThatThrownBy(() -> chart.curve("a", two, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("curve 'a' has 3 ordinates, allowed: 2");
    assertThatThrownBy(() -> chart.curve("a", new double[] {0, 1}, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("abscissa is 0");
    assertThatThrownBy(() -> chart.write(directory.resolve("chart.pdf")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chart.pdf");
  }
}
