package io.github.gns4j.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.testkit.GoldenFile;
import io.github.gns4j.testkit.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One entry of {@code cases[]} of the files in {@code optimizers} and {@code edge_cases}, which
 * name the same things in the entry itself or once for the file.
 */
public final class GoldenTrajectory {
  private final GoldenFile file;
  private final JsonNode entry;

  private GoldenTrajectory(GoldenFile file, JsonNode entry) {
    this.file = file;
    this.entry = entry;
  }

  /** Returns the trajectories of a file. */
  public static List<GoldenTrajectory> of(GoldenFile file) {
    return file.cases().stream().map(entry -> new GoldenTrajectory(file, entry)).toList();
  }

  /** Returns the name of the file and of the entry. */
  public String name() {
    return file.name() + ": " + GoldenFile.required(entry, "name").asText();
  }

  /** Returns the type of parameters, gradients and state. */
  public ElementType type() {
    return file.isFloat32() ? ElementType.FLOAT32 : ElementType.FLOAT64;
  }

  /** Returns the settings. */
  public GoldenHyper hyper() {
    return new GoldenHyper(
        GoldenFile.required(entry, "optimizer").asText(), GoldenFile.required(entry, "hyper"));
  }

  /** Returns the number of steps. */
  public int steps() {
    return either("gradients").size();
  }

  /** Returns the parameters before the first step. */
  public double[] initialParameters() {
    return vector(either("initial_params"));
  }

  /** Returns the gradient of step {@code t} (from 0). */
  public double[] gradient(int t) {
    return vector(either("gradients").get(t));
  }

  /** Returns the learning rate of step {@code t} (from 0). */
  public double learningRate(int t) {
    JsonNode perStep = entry.get("lr_per_step");
    return GoldenFile.number(perStep == null ? GoldenFile.required(entry, "lr") : perStep.get(t));
  }

  /** Returns the layout; one segment where the file has none. */
  public Segments segments() {
    JsonNode ranges = entry.has("segments") ? entry.get("segments") : file.root().get("segments");
    if (ranges == null) {
      return Segments.single(initialParameters().length);
    }
    List<Segment> list = new ArrayList<>();
    for (JsonNode range : ranges) {
      long begin = range.get(0).asLong();
      long length = range.get(1).asLong() - begin;
      list.add(new Segment("s" + list.size(), begin, length, Segment.Kind.GRADIENT));
    }
    return Segments.of(list);
  }

  /** Returns whether an alternative result is as good: see the provenance of the files. */
  public boolean hasAlternative() {
    return entry.has("params_alternative_norms");
  }

  /** Returns the parameters after each step; the alternative has its own. */
  public double[][] parameters(boolean alternative) {
    return rounded(GoldenFile.required(entry, alternative ? "params_alternative_norms" : "params"));
  }

  /** Returns the trust ratio of each step and segment, or null. */
  public double[][] trustRatios(boolean alternative) {
    JsonNode ratios = entry.get(alternative ? "trust_ratio_alternative_norms" : "trust_ratio");
    return ratios == null ? null : rounded(ratios);
  }

  /** Returns array {@code name} of the final state, or null. */
  public double[] state(String name) {
    JsonNode state = GoldenFile.required(entry, "state").get(name);
    return state == null ? null : vector(state);
  }

  /** Returns the tolerance of the parameters. */
  public Tolerance parameterTolerance() {
    return entry.has("tolerance") ? Tolerance.of(entry.get("tolerance")) : file.tolerance("params");
  }

  /** Returns the tolerance of trust ratios: the file's, or that of the parameters. */
  public Tolerance ratioTolerance() {
    return entry.has("tolerance")
        ? parameterTolerance().widened(10, parameterTolerance().atol())
        : file.tolerance("trust_ratio");
  }

  /** Returns the tolerance of the first moment or momentum buffer. */
  public Tolerance firstTolerance() {
    if (!entry.has("tolerance")) {
      return file.tolerance("m, momentum_buffer");
    }
    double unit = file.isFloat32() ? 1e-7 : 1e-15;
    return edgeState(unit * Math.max(1, largestGradient()));
  }

  /** Returns the tolerance of the second moment. */
  public Tolerance secondTolerance() {
    return entry.has("tolerance") ? edgeState(0) : file.tolerance("v");
  }

  /** The rule in the headers of the edge cases, and the floor of the check that came with them. */
  private Tolerance edgeState(double atol) {
    double floor = file.isFloat32() ? 1e-5 : 1e-12;
    return new Tolerance(Math.max(10 * parameterTolerance().rtol(), floor), atol);
  }

  private double largestGradient() {
    double largest = 0;
    for (int t = 0; t < steps(); t++) {
      largest = Arrays.stream(gradient(t)).map(Math::abs).reduce(largest, Math::max);
    }
    return largest;
  }

  private JsonNode either(String name) {
    JsonNode own = entry.get(name);
    return own == null ? GoldenFile.required(file.root(), name) : own;
  }

  private double[] vector(JsonNode node) {
    return file.isFloat32() ? GoldenFile.floatVector(node) : GoldenFile.vector(node);
  }

  private double[][] rounded(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int t = 0; t < matrix.length; t++) {
      matrix[t] = vector(rows.get(t));
    }
    return matrix;
  }

  @Override
  public String toString() {
    return name();
  }
}
