package io.github.gns4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.state.ArrayStream;
import io.github.gns4j.state.Checkpoint;
import io.github.gns4j.state.CheckpointException;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * A running average of the parameters beside training, which often generalises better than the last
 * ones: {@link #exponential} (Polyak &amp; Juditsky 1992), {@link #equal} (stochastic weight
 * averaging, Izmailov et al. 2018, arXiv 1803.05407) or {@link #polynomial}, whose horizon follows
 * the length of the run (Shamir &amp; Zhang 2013).
 *
 * <pre>{@code
 * WeightAverage average = WeightAverage.exponential(0.999, 64, kernels, parameters);
 * StepReport report = optimizer.step();
 * if (!report.gradient().isSkipped()) {
 *   average.add(report.batch().samples());
 * }
 * average.exchange();   // the network computes with the average
 * evaluate();
 * average.exchange();   // and trains on where it was, bit for bit
 * }</pre>
 *
 * <p>Averaged batch-norm statistics are those of the networks that went in, not of the averaged
 * network. Not thread-safe.
 */
public final class WeightAverage {
  /** Power that is usual, with a mean age of a tenth of the run. */
  private static final double USUAL_POWER = 8;

  private final Kernels kernels;
  private final FlatArray parameters;
  private final FlatArray average;
  private final FlatArray spare;
  private final String description;
  private final Share share;
  private final State state = new State();

  private WeightAverage(String description, Share share, Kernels kernels, FlatArray parameters) {
    this.description = description;
    this.share = share;
    this.kernels = Objects.requireNonNull(kernels, "kernels");
    this.parameters = Objects.requireNonNull(parameters, "parameters");
    this.average = kernels.allocate(parameters.type(), parameters.length());
    this.spare = kernels.allocate(parameters.type(), parameters.length());
  }

  /** What part of the average the parameters after a step become. */
  @FunctionalInterface
  private interface Share {
    /**
     * Returns the part.
     *
     * @param samples of the step
     * @param total samples with those of the step
     */
    double of(long samples, long total);
  }

  /** How much went in, and whether the average stands in the place of the parameters. */
  private static final class State implements Stateful {
    private long samples;
    private boolean exchanged;

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeLong(samples);
      out.writeBoolean(exchanged);
    }

    @Override
    public void restore(DataInput in) throws IOException {
      samples = in.readLong();
      exchanged = in.readBoolean();
    }
  }

  /**
   * An exponential average whose horizon counts samples, so that it does not change with the batch
   * (Busbridge et al. 2023, arXiv 2307.13813): a step of {@code B} samples keeps {@code
   * decay^(B/baseBatch)} of it. It starts as the plain mean, weighted by samples, and so without
   * bias towards the first parameters.
   *
   * @param decay what a step of {@code baseBatch} samples keeps, in [0, 1)
   * @param baseBatch samples of a step for which {@code decay} was chosen, at least 1
   * @param parameters FLOAT32 or FLOAT64, in the memory of the kernels
   */
  public static WeightAverage exponential(
      double decay, int baseBatch, Kernels kernels, FlatArray parameters) {
    Arguments.halfOpen("decay", decay, 0, 1);
    Arguments.atLeast("baseBatch", baseBatch, 1);
    double logDecayPerSample = Math.log(decay) / baseBatch;
    return new WeightAverage(
        "exponential, decay " + decay + " over " + baseBatch + " samples",
        (samples, total) ->
            Math.max((double) samples / total, -Math.expm1(logDecayPerSample * samples)),
        kernels,
        parameters);
  }

  /**
   * Makes {@linkplain #exponential(double, int, Kernels, FlatArray) exponential averages}, for what
   * keeps one by itself.
   */
  public static Factory exponential(double decay, int baseBatch) {
    Arguments.halfOpen("decay", decay, 0, 1);
    Arguments.atLeast("baseBatch", baseBatch, 1);
    return (kernels, parameters) -> exponential(decay, baseBatch, kernels, parameters);
  }

  /**
   * An average that forgets the beginning in proportion to the length of the run, so that no
   * horizon has to be chosen (Shamir &amp; Zhang 2013, arXiv 1212.1824, polynomial-decay
   * averaging): after {@code T} samples the parameters at {@code t} weigh in proportion to {@code
   * t^power}, so that their mean age is {@code T/(power + 2)}.
   *
   * @param power at least 0, which is {@link #equal}
   * @param parameters FLOAT32 or FLOAT64, in the memory of the kernels
   */
  public static WeightAverage polynomial(double power, Kernels kernels, FlatArray parameters) {
    Arguments.nonNegative("power", power);
    return new WeightAverage(
        power == 0 ? "equal" : "polynomial, power " + power,
        (samples, total) -> (power + 1) * samples / (total + power * samples),
        kernels,
        parameters);
  }

  /**
   * Makes {@linkplain #polynomial(double, Kernels, FlatArray) polynomial-decay averages}, for what
   * keeps one by itself.
   */
  public static Factory polynomial(double power) {
    Arguments.nonNegative("power", power);
    return (kernels, parameters) -> polynomial(power, kernels, parameters);
  }

  /**
   * A {@linkplain #polynomial(double, Kernels, FlatArray) polynomial-decay average} with the usual
   * power, 8: the one that belongs to {@link NoiseAware#auto()}.
   *
   * @param parameters FLOAT32 or FLOAT64, in the memory of the kernels
   */
  public static WeightAverage polynomial(Kernels kernels, FlatArray parameters) {
    return polynomial(USUAL_POWER, kernels, parameters);
  }

  /**
   * Makes {@linkplain #polynomial(Kernels, FlatArray) polynomial-decay averages} with the usual
   * power, for what keeps one by itself.
   */
  public static Factory polynomial() {
    return polynomial(USUAL_POWER);
  }

  /** Makes {@linkplain #equal(Kernels, FlatArray) plain means}, for what keeps one by itself. */
  public static Factory equal() {
    return WeightAverage::equal;
  }

  /** Makes an average of parameters that are known later. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes an empty average.
     *
     * @param parameters FLOAT32 or FLOAT64, in the memory of the kernels
     */
    WeightAverage create(Kernels kernels, FlatArray parameters);
  }

  /** The mean of all that is added, weighted by samples. */
  public static WeightAverage equal(Kernels kernels, FlatArray parameters) {
    return polynomial(0, kernels, parameters);
  }

  /**
   * Adds the parameters as they are after a step.
   *
   * @param samples of the step, at least 1
   * @throws IllegalStateException while average and parameters are exchanged
   */
  public void add(long samples) {
    Arguments.atLeast("samples", samples, 1);
    if (state.exchanged) {
      throw new IllegalStateException(
          "the average stands in the place of the parameters, allowed: after exchange() back");
    }
    long total = Math.addExact(state.samples, samples);
    kernels.average(average, parameters, share.of(samples, total));
    state.samples = total;
  }

  /** Returns in words which average it is: {@code polynomial, power 8.0}. */
  public String description() {
    return description;
  }

  /** Returns the number of samples that went in. */
  public long samples() {
    return state.samples;
  }

  /**
   * Exchanges average and parameters: once to compute with the average, once more to train on.
   *
   * @throws IllegalStateException if nothing was added yet
   */
  public void exchange() {
    if (state.samples == 0) {
      throw new IllegalStateException("nothing was added to the average, allowed: after add()");
    }
    kernels.copy(parameters, spare);
    kernels.copy(average, parameters);
    kernels.copy(spare, average);
    state.exchanged = !state.exchanged;
  }

  /** Writes the average, but not the parameters. */
  public void save(OutputStream out) throws IOException {
    byte[] bytes = Checkpoint.toBytes(fingerprint(), state);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(bytes.length);
    data.write(bytes);
    ArrayStream.write(kernels, average, data);
    data.flush();
  }

  /**
   * Replaces the average by a saved one.
   *
   * @throws CheckpointException if it is cut off, damaged, of other parameters or another average
   *     ({@link #description}); then nothing has changed
   */
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] bytes = ArrayStream.readBytes(data, ArrayStream.readLength(data));
    Checkpoint.verify(bytes, fingerprint());
    HostArray read = ArrayStream.read(average.type(), average.length(), data);
    Checkpoint.fromBytes(bytes, fingerprint(), state);
    kernels.copy(read, average);
  }

  private String fingerprint() {
    return "average (" + description + ") of " + parameters.length() + " " + parameters.type();
  }
}
