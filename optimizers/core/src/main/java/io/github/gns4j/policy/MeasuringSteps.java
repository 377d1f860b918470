package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which steps are computed in two parts though one would do: the difference of the parts tells the
 * noise of that step alone, without the drift of the gradient that a comparison with earlier steps
 * takes for noise. A part more costs {@code α} seconds; it comes so often that this stays below a
 * thirtieth of the time, but often enough for an estimate that holds.
 */
final class MeasuringSteps implements Stateful {
  /** Most of the time that they may take. */
  private static final double COST = 0.03;

  /** Steps between them at most: an estimate from groups is forgotten after 24 steps without. */
  private static final int RAREST = 16;

  /**
   * A step that is asked for in vain so often is not asked for again: the loop has its own plan.
   */
  private static final int IGNORED = 4;

  private int since;
  private int ignored;

  /** Returns the least number of parts of the next step. */
  int parts(BatchInput seen, int batch) {
    boolean due = since + 1 >= spacing(seen, batch) && ignored < IGNORED;
    return due && batch >= 2 ? 2 : 1;
  }

  private static int spacing(BatchInput seen, int batch) {
    if (seen.stepTime().isEmpty()) {
      return RAREST;
    }
    StepTime time = seen.stepTime().get();
    return (int) Math.clamp(Math.ceil(time.alpha() / time.seconds(batch) / COST), 1, RAREST);
  }

  /** Takes note of the parts of a step for which {@code asked} were asked. */
  void observe(int asked, int parts) {
    since = parts > 1 || asked > 1 ? 0 : since + 1;
    if (asked > 1) {
      ignored = parts > 1 ? 0 : Math.min(ignored + 1, IGNORED);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(since);
    out.writeInt(ignored);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    since = in.readInt();
    ignored = in.readInt();
  }
}
