package io.github.gns4j.benchmarks.training;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.benchmarks.StepBenchmark;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.NoiseAwareTrainerBuilder;
import io.github.gns4j.dl4j.PerSampleNoise;
import io.github.gns4j.dl4j.TrainingSummary;
import io.github.gns4j.dl4j.taps.GradientTaps;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of Adam, from the batch to the changed parameters. */
public class TrainingBenchmark extends StepBenchmark {
  /** A network and a batch. */
  @State(Scope.Benchmark)
  public static class Task {
    /** The network. */
    @Param({"MLP", "LENET"})
    public NetworkKind network;

    /** Samples. */
    @Param({"32", "256"})
    public int batch;

    private DataSet data;

    /** Makes the batch. */
    @Setup(Level.Trial)
    public void make() {
      data = SameBatch.random(batch);
    }

    private MultiLayerNetwork with(IUpdater updater) {
      return network.network(updater);
    }

    private IUpdater ours() {
      return NoiseAwareAdam.builder().batchSize(batch).build();
    }
  }

  /** DL4J's Adam under {@code fit}. */
  @State(Scope.Benchmark)
  public static class Theirs {
    private MultiLayerNetwork net;

    /** Makes the network. */
    @Setup(Level.Trial)
    public void make(Task task) {
      net = task.with(new Adam(1e-3));
    }
  }

  /** Ours under {@code fit}. */
  @State(Scope.Benchmark)
  public static class OneLine {
    private MultiLayerNetwork net;

    /** Makes the network. */
    @Setup(Level.Trial)
    public void make(Task task) {
      net = task.with(task.ours());
    }
  }

  /** Ours under {@code fit}, with taps. */
  @State(Scope.Benchmark)
  public static class TappedLine {
    private MultiLayerNetwork net;

    /** Makes the network. */
    @Setup(Level.Trial)
    public void make(Task task) {
      net = task.with(task.ours());
      net.addListeners(new PerSampleNoise(GradientTaps.of(net)));
    }
  }

  /** The trainer. */
  @State(Scope.Benchmark)
  public static class Trained {
    private NoiseAwareTrainer trainer;
    private SameBatch data;

    /** Makes the trainer. */
    @Setup(Level.Trial)
    public void make(Task task) {
      data = new SameBatch(task.data);
      trainer = builder(task, task.with(new Adam())).build();
    }

    static NoiseAwareTrainerBuilder builder(Task task, MultiLayerNetwork net) {
      return NoiseAwareTrainer.of(net).optimizer(NoiseAware.adam().batchSize(task.batch));
    }
  }

  /** The trainer, with taps. */
  @State(Scope.Benchmark)
  public static class TappedTrainer {
    private NoiseAwareTrainer trainer;
    private SameBatch data;

    /** Makes the trainer. */
    @Setup(Level.Trial)
    public void make(Task task) {
      data = new SameBatch(task.data);
      MultiLayerNetwork net = task.with(new Adam());
      trainer = Trained.builder(task, net).sampleNorms(GradientTaps.of(net)).build();
    }
  }

  /** DL4J's own. */
  @Benchmark
  public double dl4j(Task task, Theirs theirs) {
    theirs.net.fit(task.data);
    return theirs.net.score();
  }

  /** The updater of one line. */
  @Benchmark
  public double oneLine(Task task, OneLine ours) {
    ours.net.fit(task.data);
    return ours.net.score();
  }

  /** The updater of one line, with taps. */
  @Benchmark
  public double oneLineTapped(Task task, TappedLine ours) {
    ours.net.fit(task.data);
    return ours.net.score();
  }

  /** The trainer. */
  @Benchmark
  public TrainingSummary trainer(Task task, Trained ours) {
    return ours.trainer.fit(ours.data, Budget.steps(1));
  }

  /** The trainer, with taps. */
  @Benchmark
  public TrainingSummary trainerTapped(Task task, TappedTrainer ours) {
    return ours.trainer.fit(ours.data, Budget.steps(1));
  }
}
