package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchProposal;
import io.github.gns4j.policy.BatchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

class NoiseAwareIteratorTest {
  /** Wants twice the batch, whatever is known. */
  private static final BatchRule DOUBLING =
      input -> new BatchProposal.Target(2.0 * input.batch(), 2, "twice");

  private static final BatchPolicy POLICY =
      BatchPolicy.of(DOUBLING).between(4, 32).startingAt(4).dwell(2);

  private static MultiLayerNetwork net() {
    return Networks.dense(
        DataType.DOUBLE,
        NoiseAwareAdam.builder().batchSize(4).scaling(RateScaling.SQUARE_ROOT).build());
  }

  private static TrainingData data() {
    return TrainingData.shuffled(Networks.clusters(DataType.DOUBLE, 100, 1), 5);
  }

  /** Sizes of the batches that a network was trained on. */
  private static final class Sizes extends BaseTrainingListener {
    private final List<Integer> sizes = new ArrayList<>();

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      sizes.add(model.batchSize());
    }
  }

  @Test
  void sizesFollowTheControllerUnderPlainFit() {
    MultiLayerNetwork net = net();
    Sizes seen = new Sizes();
    net.setListeners(seen);
    NoiseAwareIterator iterator = NoiseAwareIterator.of(net, data(), POLICY, () -> 0);
    net.fit(iterator, 2);
    // a change every second step, the rest of each epoch in its last batch
    assertThat(seen.sizes).containsExactly(4, 4, 8, 8, 16, 16, 32, 12, 32, 32, 32, 4);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(200);
    assertThat(net.getEpochCount()).isEqualTo(2);
    assertThat(iterator.batch()).isEqualTo(32);
    assertThat(iterator.decision()).hasValueSatisfying(d -> assertThat(d.reason()).isNotEmpty());
  }

  /** The rate follows the true size of every batch: √(B/4) here, at most a tenth up each step. */
  @Test
  void updatersAreToldTheSize() {
    MultiLayerNetwork net = net();
    NoiseAwareIterator iterator = NoiseAwareIterator.of(net, data(), POLICY, () -> 0);
    net.fit(iterator.next());
    assertThat(NetworkNoise.of(net).gain()).isEqualTo(1);
    net.fit(iterator.next());
    net.fit(iterator.next());
    assertThat(NetworkNoise.of(net).gain()).isBetween(1.0999, 1.1001);
    assertThat(NetworkNoise.of(net).learningRate()).isBetween(1.0999e-3, 1.1001e-3);
  }

  @Test
  void resumeIsBitEqual() throws IOException {
    MultiLayerNetwork whole = net();
    NoiseAwareIterator all = NoiseAwareIterator.of(whole, data(), POLICY, () -> 0);
    for (int i = 0; i < 9; i++) {
      whole.fit(next(all));
    }
    MultiLayerNetwork half = net();
    NoiseAwareIterator first = NoiseAwareIterator.of(half, data(), POLICY, () -> 0);
    for (int i = 0; i < 5; i++) {
      half.fit(next(first));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    first.save(new DataOutputStream(bytes));
    NoiseAwareIterator second = NoiseAwareIterator.of(half, data(), POLICY, () -> 0);
    second.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 5; i < 9; i++) {
      half.fit(next(second));
    }
    assertThat(half.params().toDoubleVector()).isEqualTo(whole.params().toDoubleVector());
    assertThat(second.batch()).isEqualTo(all.batch());
  }

  private static org.nd4j.linalg.dataset.DataSet next(NoiseAwareIterator iterator) {
    if (!iterator.hasNext()) {
      iterator.reset();
    }
    return iterator.next();
  }

  @Test
  void isNotPrefetched() {
    NoiseAwareIterator iterator = NoiseAwareIterator.of(net(), data(), POLICY);
    assertThat(iterator.asyncSupported()).isFalse();
    assertThat(iterator.resetSupported()).isTrue();
  }

  @Test
  void badUseIsNamed() throws IOException {
    MultiLayerNetwork plain = Networks.dense(DataType.DOUBLE, new Sgd(0.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAwareIterator.of(plain, data(), POLICY))
        .withMessageContaining("no noise-aware updater");
    NoiseAwareIterator iterator = NoiseAwareIterator.of(net(), data(), POLICY);
    assertThat(iterator.hasNext()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> iterator.save(new DataOutputStream(new ByteArrayOutputStream())))
        .withMessageContaining("allowed: after next()");
    assertThatIllegalStateException().isThrownBy(() -> iterator.next(3));
    iterator.next();
    assertThat(iterator.next(96).numExamples()).isEqualTo(96);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(iterator::next)
        .withMessageContaining("call reset()");
    NoiseAwareIterator pairs =
        NoiseAwareIterator.of(
            net(), TrainingData.inOrder(Networks.twoInputs(DataType.DOUBLE, 9, 1)), POLICY);
    assertThatIllegalArgumentException()
        .isThrownBy(pairs::next)
        .withMessageContaining("2 inputs and 1 outputs");
  }
}
