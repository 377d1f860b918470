package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.state.Checkpoint;
import io.github.gns4j.state.CheckpointException;
import io.github.gns4j.state.Stateful;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A checkpoint says which average of the parameters it holds, and goes on only with the same one:
 * with another, with none or from the middle on it would be another run.
 */
class AverageOfCheckpointTest {
  private static final String PLAIN = "training of 57 parameters of FLOAT";

  /** A setting of the builder and what checkpoints say of it. */
  record Setting(String said, UnaryOperator<NoiseAwareTrainerBuilder> change) {
    NoiseAwareTrainer trainer() {
      MultiLayerNetwork net = Networks.dense(DataType.FLOAT, new NoOp());
      NoiseAwareTrainerBuilder builder =
          NoiseAwareTrainer.of(net).optimizer(NoiseAware.auto().nanoClock(() -> 0)).seed(3);
      return change.apply(builder).build();
    }

    NoiseAwareTrainer trained() {
      NoiseAwareTrainer trainer = trainer();
      trainer.fit(
          TrainingData.shuffled(Networks.clusters(DataType.FLOAT, 100, 9), 4), Budget.steps(5));
      return trainer;
    }

    @Override
    public String toString() {
      return said;
    }
  }

  private static Setting kept(String said, WeightAverage.Factory factory) {
    return new Setting(
        PLAIN + " with their average (" + said + ")", builder -> builder.average(factory));
  }

  private static final Setting AUTOMATIC =
      new Setting(PLAIN + " with their average (polynomial, power 8.0)", UnaryOperator.identity());

  private static final List<Setting> SETTINGS =
      List.of(
          AUTOMATIC,
          kept("polynomial, power 4.0", WeightAverage.polynomial(4)),
          kept("equal", WeightAverage.equal()),
          kept("exponential, decay 0.9 over 8 samples", WeightAverage.exponential(0.9, 8)),
          kept("exponential, decay 0.9 over 16 samples", WeightAverage.exponential(0.9, 16)),
          kept("exponential, decay 0.99 over 8 samples", WeightAverage.exponential(0.99, 8)),
          new Setting(PLAIN, NoiseAwareTrainerBuilder::withoutAverage));

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (Setting one : SETTINGS) {
      for (Setting other : SETTINGS) {
        pairs.add(Arguments.of(one, other));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void onlyTheSameSettingReadsIt(Setting writer, Setting reader) throws IOException {
    byte[] checkpoint = Trainers.saved(writer.trained());
    NoiseAwareTrainer trainer = reader.trainer();
    byte[] before = Trainers.saved(trainer);
    if (writer.said().equals(reader.said())) {
      trainer.restore(new ByteArrayInputStream(checkpoint));
      assertThat(Trainers.saved(trainer)).isEqualTo(checkpoint);
      return;
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(checkpoint)))
        .withMessage("checkpoint belongs to \"%s\", needed: \"%s\"", writer.said(), reader.said());
    assertThat(Trainers.saved(trainer)).isEqualTo(before);
  }

  /** The one that comes by itself, written out. */
  @Test
  void aNameForTheSameAverageIsTheSameSetting() throws IOException {
    byte[] checkpoint = Trainers.saved(AUTOMATIC.trained());
    NoiseAwareTrainer trainer = kept("", WeightAverage.polynomial(8)).trainer();
    trainer.restore(new ByteArrayInputStream(checkpoint));
    assertThat(Trainers.saved(trainer)).isEqualTo(checkpoint);
  }

  /** Earlier builds said that there is an average, not which: it may be any. */
  @Test
  void checkpointsThatDoNotSayWhichAreRefused() throws IOException {
    byte[] bytes = Checkpoint.toBytes(PLAIN + " with their average", new Nothing());
    ByteArrayOutputStream checkpoint = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(checkpoint);
    data.writeInt(bytes.length);
    data.write(bytes);
    NoiseAwareTrainer trainer = AUTOMATIC.trained();
    byte[] before = Trainers.saved(trainer);
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> trainer.restore(new ByteArrayInputStream(checkpoint.toByteArray())))
        .withMessage(
            "checkpoint belongs to \"%s with their average\", needed: \"%s\"",
            PLAIN, AUTOMATIC.said());
    assertThat(Trainers.saved(trainer)).isEqualTo(before);
  }

  /** A state of no bytes. */
  private static final class Nothing implements Stateful {
    @Override
    public void save(DataOutput out) {}

    @Override
    public void restore(DataInput in) {}
  }
}
