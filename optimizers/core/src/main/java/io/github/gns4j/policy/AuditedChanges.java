package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** The audit of the changes of a batch and what it told: see {@link BatchAudit}. */
final class AuditedChanges implements Stateful {
  private final BatchAudit audit = new BatchAudit();
  private final int maxMicroBatch;
  private BatchVerdict last;
  private Optional<BatchVerdict> now = Optional.empty();
  private boolean timed;

  AuditedChanges(int maxMicroBatch) {
    this.maxMicroBatch = maxMicroBatch;
  }

  /** Returns the last verdict in this run of the program. */
  Optional<BatchVerdict> last() {
    return Optional.ofNullable(last);
  }

  /** Returns the verdict of the last step, if it came to one. */
  Optional<BatchVerdict> now() {
    return now;
  }

  /** A step begins to be looked at: its verdict is not there yet. */
  void begin() {
    now = Optional.empty();
  }

  /**
   * Takes in a step of {@code batch} samples. Cost is in fitted seconds, or in samples while these
   * are not known.
   *
   * @param out whether the batch is on an excursion, which is not audited
   */
  void observe(BatchInput seen, int batch, boolean out) {
    StepTime time = seen.stepTime().orElse(null);
    boolean timedNow = time != null;
    if (timedNow != timed || out) {
      audit.abandon();
    }
    timed = timedNow;
    double cost = timedNow ? time.seconds(batch, maxMicroBatch) : batch;
    audit.observe(cost, seen.loss().orElse(Double.NaN));
    now = audit.verdict(batch);
    last = now.orElse(last);
  }

  /** Returns the verdict by which {@code batch} is to be left, if there is one. */
  Optional<BatchVerdict> takesBack(int batch) {
    // A filter would be an object with the batch in it, in every step.
    boolean back = now.isPresent() && !now.get().kept() && now.get().previous() != batch;
    return back ? now : Optional.empty();
  }

  /** A rule asked for a change. */
  void changed(BatchDecision change) {
    audit.changed(change);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeBoolean(timed);
    audit.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    timed = in.readBoolean();
    audit.restore(in);
  }
}
