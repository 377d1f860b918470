package io.github.gns4j.testkit.golden;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.testkit.GoldenFiles;
import io.github.gns4j.testkit.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every trajectory of the reference files {@code optimizers/*} and {@code edge_cases/*} on the
 * kernels of a backend, in place and as updates, within the tolerances of the files: parameters
 * after every step, state after the last, LAMB's trust ratios.
 *
 * <p>Gradients of the files are finite, so nothing is skipped, also where {@code v} overflows and
 * the parameter freezes.
 */
public abstract class GoldenTrajectoryContract {
  /** For subclasses. */
  protected GoldenTrajectoryContract() {}

  /** Returns the kernels under test. */
  protected abstract Kernels kernels();

  /** One test for each file, entry and output. */
  @TestFactory
  public Stream<DynamicTest> trajectories() {
    Kernels kernels = kernels();
    return Stream.of("optimizers", "edge_cases")
        .flatMap(folder -> GoldenFiles.open().list(folder).stream())
        .flatMap(file -> GoldenTrajectory.of(file).stream())
        .flatMap(
            trajectory -> Arrays.stream(Output.values()).map(o -> test(trajectory, o, kernels)));
  }

  private static DynamicTest test(GoldenTrajectory trajectory, Output output, Kernels kernels) {
    String name = trajectory.name() + " (" + output.name().toLowerCase(Locale.ROOT) + ")";
    return DynamicTest.dynamicTest(name, () -> replay(trajectory, output, kernels));
  }

  /**
   * Replays one trajectory.
   *
   * @throws AssertionError if it leaves its tolerance, or each of the alternatives does
   */
  public static void replay(GoldenTrajectory trajectory, Output output, Kernels kernels) {
    GoldenReplay replay = new GoldenReplay(trajectory, kernels, output);
    double[][] parameters = new double[trajectory.steps()][];
    double[][] ratios = new double[trajectory.steps()][];
    for (int t = 0; t < parameters.length; t++) {
      replay.step(t);
      parameters[t] = replay.parameters();
      ratios[t] = replay.trustRatios();
    }
    try {
      checkPath(trajectory, parameters, ratios, false);
    } catch (AssertionError e) {
      if (!trajectory.hasAlternative()) {
        throw e;
      }
      checkPath(trajectory, parameters, ratios, true);
    }
    checkState(trajectory, replay);
  }

  private static void checkPath(
      GoldenTrajectory trajectory, double[][] parameters, double[][] ratios, boolean alternative) {
    double[][] expected = trajectory.parameters(alternative);
    double[][] expectedRatios = trajectory.trustRatios(alternative);
    for (int t = 0; t < parameters.length; t++) {
      String step = trajectory.name() + ", step " + (t + 1);
      trajectory.parameterTolerance().check(parameters[t], expected[t], step + ", parameter");
      if (expectedRatios != null) {
        trajectory.ratioTolerance().check(ratios[t], expectedRatios[t], step + ", trust ratio");
      }
    }
  }

  private static void checkState(GoldenTrajectory trajectory, GoldenReplay replay) {
    Tolerance tolerance = trajectory.firstTolerance();
    for (String name : List.of("m", "momentum_buffer")) {
      double[] first = trajectory.state(name);
      if (first != null) {
        tolerance.check(replay.first(), first, trajectory.name() + ", " + name);
      }
    }
    double[] second = trajectory.state("v");
    if (second != null) {
      trajectory.secondTolerance().check(replay.second(), second, trajectory.name() + ", v");
    }
  }
}
