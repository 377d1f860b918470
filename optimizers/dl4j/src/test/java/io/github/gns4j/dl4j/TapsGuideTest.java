package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.taps.GradientTaps;
import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** The snippets of docs/guide/taps.md compile, run, and are those of the page. */
class TapsGuideTest {
  private static DataSet data() {
    return Networks.clusters(DataType.FLOAT, 96, 1);
  }

  @Test
  void plainFit() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, new NoiseAwareSgd(0.1));
    net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    net.fit(data());
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(96);
  }

  @Test
  void trainer() {
    MultiLayerNetwork net = Networks.dense(Networks.plain(DataType.FLOAT));
    NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(net)
            .optimizer(NoiseAware.sgd().learningRate(0.1).batchSize(32))
            .sampleNorms(GradientTaps.of(net))
            .build();
    trainer.fit(data(), Budget.steps(3));
    assertThat(trainer.optimizer().steps()).isEqualTo(3);
  }

  @Test
  void norms() {
    MultiLayerNetwork net = Networks.dense(Networks.plain(DataType.FLOAT));
    DataSet data = data();
    GradientTaps taps = GradientTaps.of(net);
    taps.begin();
    net.fit(data);
    taps.end();
    double[] squaredNorms = taps.squaredNorms();
    System.out.println(taps.coverage());
    assertThat(squaredNorms).hasSize(96).doesNotContain(0);
  }

  @Test
  void pageShowsThisCode() throws IOException {
    GuidePage.assertShows("taps.md", TapsGuideTest.class, 3);
  }
}
