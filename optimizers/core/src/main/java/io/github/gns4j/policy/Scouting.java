package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The first steps of a run whose batch is to find itself. Where the rate is searched from below
 * nearly every step is too short, whatever its batch: a small one is as good, and the sizes may
 * alternate. Where the rate is given, a run that dwells at its first size has lost before noise and
 * seconds are known. Every other step is computed in two parts, which tell the noise; the others
 * take half and twice the size, which tell the seconds of a step from those of a sample. The first
 * is half and whole: its probe looks several times.
 *
 * <p>Over once both are known, or after {@value #LONGEST} steps.
 */
final class Scouting implements Stateful {
  /** Large enough for a probe, small enough to cost little. */
  static final int SIZE = 64;

  /** Steps after which it is given up. */
  static final int LONGEST = 32;

  /** Two rounds. */
  private static final int LEAST = 8;

  private final int size;
  private final int half;
  private final int twice;
  private int step;
  private boolean found;

  /** Starts where the rules want it; otherwise it is over already. */
  Scouting(BatchPolicy policy, LearningRateRule rate) {
    this.size = suits(policy, rate) ? size(policy) : Math.max(size(policy), policy.startOr(1));
    this.half = Math.max(policy.minimum(), Math.max(1, size / 2));
    this.twice = Math.min(policy.maximum(), 2 * size);
    this.step = isWanted(policy, rate) ? 0 : LONGEST;
  }

  /**
   * Returns whether these rules begin with it: not where a given rate belongs to the first batch.
   */
  private static boolean isWanted(BatchPolicy policy, LearningRateRule rate) {
    boolean timed = policy.rule().needsStepTime() && !policy.adviseOnly();
    return timed && (rate.probe().isPresent() || !policy.rule().countsOnRate());
  }

  /** Returns whether rate and batch are both to find themselves under these rules. */
  static boolean suits(BatchPolicy policy, LearningRateRule rate) {
    return rate.probe().isPresent() && policy.rule().needsStepTime() && !policy.adviseOnly();
  }

  /** Returns the usual middle size within the limits of {@code policy}. */
  static int size(BatchPolicy policy) {
    return Math.clamp(SIZE, policy.minimum(), policy.maximum());
  }

  boolean isOn() {
    return step < LONGEST;
  }

  /** Returns the samples of the next step. */
  int batch() {
    return switch (step % 4) {
      case 0 -> half;
      case 2 -> twice;
      default -> size;
    };
  }

  /** Returns the least number of parts of the next step. */
  int parts() {
    return step % 2 == 0 ? 1 : 2;
  }

  /** Counts a step and returns whether that was the last one. */
  boolean ends(BatchInput seen) {
    step++;
    found = seen.stepTime().isPresent() && seen.noise() instanceof NoiseEstimate.Resolved;
    if (step >= LEAST && found) {
      step = LONGEST;
    }
    return !isOn();
  }

  /** Returns the middle size. */
  int middle() {
    return size;
  }

  /** Returns {@code samples}, or the nearest size that was tried. */
  int tried(double samples) {
    return (int) Math.clamp(samples, half, twice);
  }

  /** Returns whether the last step left nothing to be found. */
  boolean found() {
    return found;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(step);
    out.writeBoolean(found);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    step = Arguments.atLeast("step of scouting", in.readInt(), 0);
    found = in.readBoolean();
  }
}
