package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's StatsListener under plain fit: updates and rates of ours as of a built-in updater. */
class StatsOfSwapTest {
  private static List<StatsReport> reports(IUpdater updater) {
    MultiLayerNetwork net = Networks.batchNorm(Networks.base(DataType.DOUBLE, updater));
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    net.setListeners(new StatsListener(storage, 1));
    net.fit(new ListDataSetIterator<>(Networks.clusters(DataType.DOUBLE, 30, 3).asList(), 8), 2);
    return Dl4jListenersTest.reports(storage);
  }

  @Test
  void updatesAndRatesAreShown() {
    List<StatsReport> expected = reports(new Sgd(0.2));
    List<StatsReport> actual =
        reports(
            NoiseAwareSgd.builder()
                .learningRate(0.2)
                .momentum(0)
                .scaling(RateScaling.FIXED)
                .build());
    assertThat(actual).hasSameSizeAs(expected).hasSize(8);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).getScore()).isEqualTo(expected.get(i).getScore(), within(1e-12));
      assertThat(actual.get(i).getLearningRates())
          .isEqualTo(expected.get(i).getLearningRates())
          .containsEntry("0_W", 0.2);
      Map<String, Double> updates = expected.get(i).getMeanMagnitudes(StatsType.Updates);
      assertThat(updates).isNotEmpty();
      for (Map.Entry<String, Double> update : updates.entrySet()) {
        assertThat(actual.get(i).getMeanMagnitudes(StatsType.Updates).get(update.getKey()))
            .as(update.getKey())
            .isEqualTo(update.getValue(), within(1e-12));
      }
    }
  }
}
