package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** In how many parts a batch is computed at least, so that they tell its noise. */
final class BatchParts implements Stateful {
  private final boolean wanted;
  private final int maxMicroBatch;
  private final Scouting scouting;
  private final MeasuringSteps measuring = new MeasuringSteps();
  private int parts;

  /** Only where {@link Scouting#suits} the rules are parts asked for. */
  BatchParts(boolean suits, int maxMicroBatch, Scouting scouting) {
    this.wanted = suits;
    this.maxMicroBatch = maxMicroBatch;
    this.scouting = scouting;
    this.parts = scouting.isOn() ? scouting.parts() : 1;
  }

  /** Returns the least number of parts of the next step. */
  int parts() {
    return parts;
  }

  /** Takes note of the parts of the step that was taken. */
  void computedIn(int microBatches) {
    measuring.observe(parts, Arguments.atLeast("microBatches", microBatches, 1));
  }

  /** Decides for a step of {@code batch} samples. */
  void decide(BatchInput seen, int batch) {
    boolean whole = wanted && batch <= maxMicroBatch;
    parts = scouting.isOn() ? scouting.parts() : whole ? measuring.parts(seen, batch) : 1;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(parts);
    measuring.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    parts = Arguments.atLeast("parts", in.readInt(), 1);
    measuring.restore(in);
  }
}
