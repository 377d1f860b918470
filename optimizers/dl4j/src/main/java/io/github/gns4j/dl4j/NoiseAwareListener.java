package io.github.gns4j.dl4j;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.RateDecision;
import io.github.gns4j.policy.RateGain;
import io.github.gns4j.policy.StepDecision;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.report.StepTimer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Connects a network with noise-aware updaters to step listeners (run logs, dashboards), and tells
 * the updaters the true size of every batch, the last of an epoch included:
 *
 * <pre>{@code
 * net.setListeners(new NoiseAwareListener(report -> System.out.println(report.noise())));
 * }</pre>
 *
 * One instance serves one network. Reports have no segments and no timing of data; the rate is that
 * of the network's first block. Not thread-safe.
 */
public final class NoiseAwareListener extends BaseTrainingListener {
  private static final String NO_CONTROL = "the data source decides the batch";

  private final List<StepListener> listeners;
  private final StepTimer timer = new StepTimer(System::nanoTime);
  private OptionalDouble loss = OptionalDouble.empty();

  /** Connects {@code listeners}; without any, batch sizes are told all the same. */
  public NoiseAwareListener(StepListener... listeners) {
    this.listeners = List.of(listeners);
  }

  @Override
  public void onBackwardPass(Model model) {
    Objects.requireNonNull(model, "model");
    NetworkNoise.of(model).nextBatch(model.batchSize());
    double score = model.score();
    loss = Double.isFinite(score) ? OptionalDouble.of(score) : OptionalDouble.empty();
    timer.mark(StepTimer.Phase.BACKPROP);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (!NetworkAdapter.isNetwork(model)) {
      return; // a layer that is pretrained takes steps of its own
    }
    timer.mark(StepTimer.Phase.STEP);
    SharedNoise shared = NetworkNoise.of(model).largest();
    NetworkRecord network = shared.current();
    if (!network.part().isLast()) {
      return;
    }
    StepReport report = report(network, shared.part());
    for (StepListener listener : listeners) {
      listener.onStep(report);
    }
  }

  private StepReport report(NetworkRecord network, List<Scalars> part) {
    long nonFinite = part.stream().mapToLong(s -> s.block().nonFinite()).sum();
    double squared = part.stream().mapToDouble(s -> s.block().gradientSquared()).sum();
    int batch = network.batch();
    timer.endStep();
    BatchDecision next = new BatchDecision(batch, batch, 1, NO_CONTROL);
    return new StepReport(
        network.steps(),
        network.samples(),
        new BatchPlan(batch, batch),
        loss,
        new GradientReport(nonFinite > 0 ? 0 : Math.sqrt(squared), 1, nonFinite, 1),
        network.noise(),
        network.euclidean(),
        List.of(),
        decision(network, part, next),
        timer.timing(),
        List.of(),
        Optional.empty());
  }

  private static StepDecision decision(
      NetworkRecord network, List<Scalars> part, BatchDecision next) {
    double rate = part.isEmpty() ? 0 : part.getFirst().rate();
    RateGain gain =
        network
            .told()
            .map(RateDecision::gain)
            .orElse(new RateGain(network.gain(), 1, "decided before the state was restored"));
    double clock = network.told().map(RateDecision::clock).orElse(0.0);
    return new StepDecision(rate, clock, gain, next);
  }
}
