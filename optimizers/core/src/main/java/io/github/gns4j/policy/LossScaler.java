package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/** The loss scale from step to step, by the rules of a {@link LossScaling}. Not thread-safe. */
public final class LossScaler implements Stateful {
  private final LossScaling settings;
  private double scale;
  private int finiteInRow;
  private int patience;

  /** Starts at the first scale. */
  public LossScaler(LossScaling settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.scale = settings.initial();
    this.patience = settings.hysteresis();
  }

  /** Returns the scale of the step that is being gathered. */
  public double scale() {
    return scale;
  }

  /**
   * Learns how a step ended, and sets the scale of the next one.
   *
   * @param nonFinite non-finite elements of its gradient
   */
  public void stepEnded(long nonFinite) {
    if (nonFinite > 0) {
      overflowed();
    } else {
      passed();
    }
  }

  private void overflowed() {
    finiteInRow = 0;
    patience = Math.max(0, patience - 1);
    if (patience == 0) {
      scale = Math.max(settings.min(), scale * settings.backoff());
    }
  }

  private void passed() {
    finiteInRow++;
    if (finiteInRow == settings.growthInterval()) {
      finiteInRow = 0;
      patience = settings.hysteresis();
      scale = Math.min(settings.max(), scale * settings.growth());
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(scale);
    out.writeInt(finiteInRow);
    out.writeInt(patience);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    double savedScale = in.readDouble();
    if (!(savedScale >= settings.min() && savedScale <= settings.max())) {
      throw new IOException(
          "loss scale " + savedScale + ", allowed: " + settings.min() + " to " + settings.max());
    }
    scale = savedScale;
    finiteInRow = in.readInt();
    patience = in.readInt();
  }
}
