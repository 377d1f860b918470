package io.github.gns4j.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunChartTest {
  @TempDir Path directory;

  private History run() throws IOException {
    RunLog log = RunLog.builder(directory).name("noise-aware Adam").build();
    new SyntheticRun(600, 7).take(600).forEach(log::onStep);
    log.close();
    return History.read(log.file(), History.DEFAULT_POINTS);
  }

  @Test
  void aPngHasInkInTheColoursOfBatchAndNoise() throws IOException {
    Path file = directory.resolve("run.png");
    RunChart.of(run()).over(Column.STEP).write(file);
    var image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(2000);
    int batch = 0;
    int noise = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        batch += rgb == ChartTheme.LIGHT.first().getRGB() ? 1 : 0;
        noise += rgb == ChartTheme.LIGHT.second().getRGB() ? 1 : 0;
      }
    }
    assertThat(batch).isGreaterThan(2000);
    assertThat(noise).isGreaterThan(2000);
  }

  @Test
  void anSvgIsXmlThatNamesWhatItShows() throws Exception {
    Path file = directory.resolve("run.svg");
    RunChart.of(run()).theme(ChartTheme.DARK).write(file);
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var svg = factory.newDocumentBuilder().parse(file.toFile());
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("noise-aware Adam", "noise scale (critical batch)", "batch in use");
  }

  @Test
  void runsOfOtherOptimizersAndEmptyOnesAreDrawnToo() throws IOException {
    History plain = new History(100);
    for (int s = 1; s <= 50; s++) {
      plain.add(LogEntry.Step.of(s, PlainStep.of(s, 32L * s, 32, 1.0 / s, 1e-3)));
    }
    for (List<History> runs :
        List.of(List.of(plain), List.of(plain, run()), List.of(new History(2)))) {
      Path file = Files.createTempFile(directory, "chart", ".png");
      RunChart.of(runs).panels(Panel.values()).write(file);
      assertThat(ImageIO.read(file.toFile())).isNotNull();
    }
  }

  @Test
  void badArgumentsAreNamed() throws IOException {
    RunChart chart = RunChart.of(new History(2));
    assertThatThrownBy(() -> chart.write(directory.resolve("run.gif")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run.gif");
    assertThatThrownBy(() -> chart.over(Column.LOSS)).hasMessageContaining("LOSS");
    assertThatThrownBy(() -> chart.width(10)).hasMessageContaining("width is 10");
    assertThatThrownBy(() -> RunChart.of(List.of())).hasMessageContaining("runs is empty");
  }
}
