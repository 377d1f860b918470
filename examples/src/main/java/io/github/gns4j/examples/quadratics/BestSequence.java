package io.github.gns4j.examples.quadratics;

import io.github.gns4j.kernels.Arguments;
import java.util.Arrays;

/**
 * The least time to a target at a fixed rate, over all sequences of batches that could be fixed
 * beforehand by someone who knows problem, cost and target. The expected loss after {@code T} steps
 * is {@code D_T + Σ w_{T−t}/B_t}: what is left of the start, and what is left of the noise of each
 * step. The time {@code Σ(α + B_t)} is least at {@code B_t} in proportion to {@code √w_{T−t}}
 * within the limits. Batches may be fractions, so that this is a lower bound. Safe for use by
 * several threads at once.
 */
final class BestSequence {
  /** Bisections: the factor is then known to many digits. */
  private static final int HALVINGS = 60;

  private final double most;

  /** {@code D_T} without noise, from {@code T = 0}. */
  private final double[] signal;

  /** {@code w_k} of a step with {@code k} steps after it, for a batch of 1. */
  private final double[] response;

  /** {@code √w_k}. */
  private final double[] root;

  /**
   * Follows the problem.
   *
   * @param setting rate and momentum; its batch is the largest that is allowed
   * @param limit most steps, at least 1
   */
  BestSequence(QuadraticModel model, Setting setting, int limit) {
    Arguments.atLeast("limit", limit, 1);
    this.most = setting.batch();
    this.signal = new double[limit + 1];
    this.response = new double[limit];
    this.root = new double[limit];
    for (int i = 0; i < model.dimension(); i++) {
      double h = model.curvature(i);
      add(signal, setting, h, 1, 0);
      double noise = Math.sqrt(h);
      add(response, setting, h, -setting.rate() * noise, noise);
    }
    Arrays.setAll(root, k -> Math.sqrt(response[k]));
  }

  /** Adds the losses of a coordinate that starts at {@code x} with velocity {@code v}. */
  private static void add(double[] losses, Setting setting, double h, double x, double v) {
    double at = x;
    double velocity = v;
    for (int k = 0; k < losses.length; k++) {
      losses[k] += 0.5 * h * at * at;
      velocity = setting.momentum() * velocity + h * at;
      at -= setting.rate() * velocity;
    }
  }

  /** Returns the loss that is left of the start after {@code steps}. */
  double signal(int steps) {
    return signal[steps];
  }

  /** Returns the loss that is left of a step of one sample with so many {@code steps} after it. */
  double response(int steps) {
    return response[steps];
  }

  /** Returns the least time to {@code loss}; NaN if it takes more steps than the limit. */
  double time(CostModel cost, double loss) {
    double best = Double.NaN;
    double roots = 0;
    double responses = 0;
    for (int steps = 1; steps <= response.length && !(steps * cost.time(1) >= best); steps++) {
      roots += root[steps - 1];
      responses += response[steps - 1];
      double room = loss - signal[steps];
      // Without limits on the batch the samples are (Σ√w)² over the room, with limits no fewer.
      boolean better = !(steps * cost.time(0) + roots * roots / room >= best);
      if (room > 0 && responses / most < room && better) {
        double time = steps * cost.time(0) + samples(steps, room, roots / room);
        best = time >= best ? best : time;
      }
    }
    return best;
  }

  /** Returns the least samples of {@code steps} whose noise leaves {@code room}. */
  private double samples(int steps, double room, double unlimited) {
    double low = 0;
    double high = unlimited;
    while (left(steps, high) > room) {
      low = high;
      high *= 2;
    }
    for (int i = 0; i < HALVINGS && high - low > 1e-9 * high; i++) {
      double middle = (low + high) / 2;
      if (left(steps, middle) > room) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double sum = 0;
    for (int k = 0; k < steps; k++) {
      sum += batch(k, high);
    }
    return sum;
  }

  /** Returns what the noise of all {@code steps} leaves. */
  private double left(int steps, double factor) {
    double sum = 0;
    for (int k = 0; k < steps; k++) {
      sum += response[k] / batch(k, factor);
    }
    return sum;
  }

  private double batch(int k, double factor) {
    return Math.clamp(factor * root[k], 1, most);
  }
}
