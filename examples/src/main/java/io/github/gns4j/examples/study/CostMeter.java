package io.github.gns4j.examples.study;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Measures what steps take, in rounds over all sizes and ways of training, so that a busy moment of
 * the machine meets all of them alike. Small steps are repeated within a round.
 */
final class CostMeter {
  /** So that a quartile is not decided by one. */
  private static final int ROUNDS = 15;

  private static final int FEWEST_ROUNDS = 5;

  /** Seconds after which no more than the fewest rounds are made. */
  private static final double SECONDS = 25;

  /** Rounds that are thrown away: the compiler's. */
  private static final int WARM_UP = 2;

  /** Samples of the repeated steps of a round together, and most repeats. */
  private static final int SAMPLES = 1_024;

  private static final int MOST_REPEATS = 8;
  private static final double RATE = 1e-3;

  private final Task task;
  private final int rounds;
  private final int mostRepeats;

  /**
   * Prepares to measure.
   *
   * @param brief whether a few steps will do
   */
  CostMeter(Task task, boolean brief) {
    this.task = task;
    this.rounds = brief ? 2 : ROUNDS;
    this.mostRepeats = brief ? 1 : MOST_REPEATS;
  }

  /** Measures steps of each of the sizes. */
  StepCosts measure(List<Integer> batches) {
    List<Size> sizes =
        batches.stream()
            .map(batch -> new Size(task, Math.min(batch, task.train().numExamples())))
            .toList();
    try {
      long begin = System.nanoTime();
      for (int round = -WARM_UP; round < rounds; round++) {
        if (round >= FEWEST_ROUNDS && (System.nanoTime() - begin) * 1e-9 > SECONDS) {
          break;
        }
        for (Size size : sizes) {
          size.round(mostRepeats, round >= 0);
        }
      }
      return new StepCosts(sizes.stream().flatMap(size -> size.costs().stream()).toList());
    } finally {
      sizes.forEach(Size::close);
    }
  }

  /** Steps of one batch, trained in each way. */
  private static final class Size implements AutoCloseable {
    private final int batch;
    private final NoiseAwareTrainer trainer;
    private final Map<StepCosts.Kind, Runnable> steps = new EnumMap<>(StepCosts.Kind.class);
    private final Map<StepCosts.Kind, List<Double>> times = new EnumMap<>(StepCosts.Kind.class);

    Size(Task task, int batch) {
      this.batch = batch;
      DataSet samples = wholeBatches(task.train());
      Dealer dealer = new Dealer(samples, 1);
      TrainingData data = TrainingData.shuffled(samples, 1);
      MultiLayerNetwork plain = task.network(new Adam(RATE), 1);
      MultiLayerNetwork bare = task.network(new NoOp(), 1);
      bare.initGradientsView();
      trainer =
          NoiseAwareTrainer.of(task.network(new NoOp(), 1))
              .optimizer(NoiseAware.adam().learningRate(RATE).batchSize(batch))
              .build();
      steps.put(StepCosts.Kind.DL4J, () -> plain.fit(dealer.next(batch)));
      steps.put(StepCosts.Kind.NOISE_AWARE, () -> trainer.fit(data, Budget.steps(1)));
      steps.put(StepCosts.Kind.SLOPES, slopes(Math.toIntExact(bare.numParams())));
      steps.put(StepCosts.Kind.GRADIENT, () -> Gradients.compute(bare, dealer.next(batch)));
      steps.keySet().forEach(kind -> times.put(kind, new ArrayList<>()));
    }

    /** The passes of an optimizer that keeps the parameters before a step and takes two slopes. */
    private static Runnable slopes(int parameters) {
      Kernels kernels = Kernels.select();
      HostArray after = HostArray.allocate(ElementType.FLOAT32, parameters);
      HostArray before = HostArray.allocate(ElementType.FLOAT32, parameters);
      HostArray gradient = HostArray.allocate(ElementType.FLOAT32, parameters);
      Sums sums = kernels.newSums(Segments.single(parameters));
      return () -> {
        kernels.copy(after, before);
        for (int i = 0; i < 2; i++) {
          kernels.dot(before, gradient, sums);
          kernels.dot(after, gradient, sums);
        }
      };
    }

    /** As many samples as whole batches have, so that none is smaller. */
    private DataSet wholeBatches(DataSet all) {
      return (DataSet) all.getRange(0, all.numExamples() / batch * batch);
    }

    void round(int mostRepeats, boolean counts) {
      int repeats = Math.clamp(SAMPLES / batch, 1, mostRepeats);
      for (int i = 0; i < repeats; i++) {
        steps.forEach(
            (kind, step) -> {
              long from = System.nanoTime();
              step.run();
              if (counts) {
                times.get(kind).add((System.nanoTime() - from) * 1e-9);
              }
            });
      }
    }

    List<StepCosts.Cost> costs() {
      return times.entrySet().stream().map(e -> cost(e.getKey(), e.getValue())).toList();
    }

    private StepCosts.Cost cost(StepCosts.Kind kind, List<Double> seconds) {
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int n = sorted.length;
      return new StepCosts.Cost(kind, batch, sorted[n / 2], sorted[n / 4], sorted[3 * n / 4], n);
    }

    @Override
    public void close() {
      trainer.close();
    }
  }
}
