package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * DL4J's Adam with DL4J's {@code fit}, as its users write it.
 *
 * @param kind of network
 * @param rate learning rate, above 0
 * @param batch size, at least 1
 * @param seed of the initial weights and of the order of the images
 */
record PlainAdam(NetworkKind kind, double rate, int batch, long seed) implements Contestant {
  @Override
  public String name() {
    return "DL4J Adam";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("network", kind, "rate", rate, "batch", batch, "seed", seed);
  }

  @Override
  public MultiLayerNetwork network(Digits train) {
    return kind.network(train, new Adam(rate), seed);
  }

  @Override
  public void train(
      MultiLayerNetwork network, Digits train, Referee referee, RunListener listener) {
    ShuffledDigits digits = new ShuffledDigits(train, seed);
    int size = Math.min(batch, train.size());
    while (!referee.isOver()) {
      DataSet data = digits.next(size);
      network.fit(data);
      referee.onStep(size);
      listener.onPlainStep(
          PlainStep.of(
              referee.effort().steps(), referee.effort().examples(), size, network.score(), rate));
    }
  }
}
