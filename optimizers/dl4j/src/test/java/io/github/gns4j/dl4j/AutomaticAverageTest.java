package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.policy.LearningRateRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Where the rate finds itself the trainer keeps an average, unless it is told otherwise. */
class AutomaticAverageTest {
  private static final int STEPS = 20;

  private static MultiLayerNetwork net() {
    return Networks.dense(DataType.FLOAT, new NoOp());
  }

  private static NoiseAwareTrainerBuilder builder(
      MultiLayerNetwork net, NoiseAwareBuilder<?> optimizer) {
    return NoiseAwareTrainer.of(net).optimizer(optimizer.nanoClock(() -> 0)).seed(3);
  }

  private static TrainingData data() {
    return TrainingData.shuffled(Networks.clusters(DataType.FLOAT, 400, 9), 4);
  }

  /** Trains some steps; returns what is lent to evaluations, and the network's own parameters. */
  private static double[][] run(
      NoiseAwareBuilder<?> optimizer, UnaryOperator<NoiseAwareTrainerBuilder> change) {
    MultiLayerNetwork net = net();
    NoiseAwareTrainer trainer = change.apply(builder(net, optimizer)).build();
    trainer.fit(data(), Budget.steps(STEPS));
    return new double[][] {Trainers.averaged(trainer), Training.parameters(net)};
  }

  static Stream<NoiseAwareBuilder<?>> probed() {
    return Stream.of(
        NoiseAware.auto(),
        NoiseAware.sgd().auto(),
        NoiseAware.lamb().auto(),
        NoiseAware.adam().learningRateRule(LearningRateRule.probed()));
  }

  @ParameterizedTest
  @MethodSource("probed")
  void isTheUsualPolynomialOneWhereTheRateFindsItself(NoiseAwareBuilder<?> optimizer) {
    double[][] byItself = run(optimizer, builder -> builder);
    assertThat(byItself[0]).isNotEqualTo(byItself[1]);
    assertThat(run(optimizer, b -> b.average(WeightAverage.polynomial(8)))).isEqualTo(byItself);
  }

  static Stream<NoiseAwareBuilder<?>> given() {
    return Stream.of(
        NoiseAware.adam(), NoiseAware.sgd().learningRate(0.1), NoiseAware.auto().dryRun());
  }

  @ParameterizedTest
  @MethodSource("given")
  void isNotKeptWhereTheRateIsGiven(NoiseAwareBuilder<?> optimizer) {
    double[][] parameters = run(optimizer, builder -> builder);
    assertThat(parameters[0]).isEqualTo(parameters[1]);
  }

  @Test
  void canBeLeftOutAndTrainingIsTheSame() {
    double[][] without = run(NoiseAware.auto(), NoiseAwareTrainerBuilder::withoutAverage);
    assertThat(without[0]).isEqualTo(without[1]);
    assertThat(run(NoiseAware.auto(), builder -> builder)[1]).isEqualTo(without[1]);
  }

  @Test
  void theLastWordHolds() {
    double[][] plain = run(NoiseAware.auto(), b -> b.average(WeightAverage.equal()));
    assertThat(run(NoiseAware.auto(), b -> b.withoutAverage().average(WeightAverage.equal())))
        .isEqualTo(plain);
    double[][] without =
        run(NoiseAware.auto(), b -> b.average(WeightAverage.equal()).withoutAverage());
    assertThat(without[0]).isEqualTo(without[1]).isEqualTo(plain[1]);
  }

  @Test
  void metricIsOfTheAverage() {
    MetricLog metrics = new MetricLog();
    NoiseAwareTrainer trainer =
        builder(net(), NoiseAware.auto())
            .listeners(metrics)
            .metricEvery(STEPS, "first weight", model -> model.params().getDouble(0))
            .build();
    trainer.fit(data(), Budget.steps(STEPS));
    assertThat(metrics.values()).endsWith(Trainers.averaged(trainer)[0]);
  }

  @Test
  void resumesWithTheSameBits() throws IOException {
    NoiseAwareTrainer whole = builder(net(), NoiseAware.auto()).build();
    whole.fit(data(), Budget.steps(2 * STEPS));
    NoiseAwareTrainer first = builder(net(), NoiseAware.auto()).build();
    first.fit(data(), Budget.steps(STEPS));
    NoiseAwareTrainer second = builder(net(), NoiseAware.auto()).build();
    second.restore(new ByteArrayInputStream(Trainers.saved(first)));
    assertThat(Trainers.averaged(second)).isEqualTo(Trainers.averaged(first));
    second.fit(data(), Budget.steps(STEPS));
    assertThat(Trainers.averaged(second)).isEqualTo(Trainers.averaged(whole));
    assertThat(Trainers.saved(second)).isEqualTo(Trainers.saved(whole));
  }
}
