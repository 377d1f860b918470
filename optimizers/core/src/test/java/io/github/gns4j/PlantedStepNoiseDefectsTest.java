package io.github.gns4j;

import static io.github.gns4j.planted.PlantedCase.test;

import io.github.gns4j.planted.NamedTest;
import io.github.gns4j.planted.PlantedCase;
import io.github.gns4j.planted.PlantedCases;
import java.util.List;

/** Defects in the noise in the metric of the steps, and in which noise decides (decision 73). */
class PlantedStepNoiseDefectsTest extends PlantedCases {
  PlantedStepNoiseDefectsTest() {
    super(
        List.of(
            stepNoise(
                "share of the gradient in a mean of weight 1",
                "samples * weight / added",
                "samples / added",
                "theCurvatureAlongTheStepIsTakenOut"),
            stepNoise(
                "noise without what signal there is",
                "-before / scale - descent",
                "-before / scale",
                "noiseAndSignalAreThoseOfTheMetricOfTheStep",
                0.5),
            stepNoise(
                "no curvature",
                "curvature - next / scale",
                "-next / scale",
                "theCurvatureAlongTheStepIsTakenOut"),
            stepNoise(
                "the last share goes on",
                "      inverseShare = 0;\n",
                "",
                "whatIsNotKnownIsNotThere"),
            along(
                "decay for its square",
                "kept * kept * meanSquared",
                "kept * meanSquared",
                "findsTheVarianceOfInnerProducts"),
            along(
                "noise of one of two",
                "inverse + shared * lastInverse",
                "inverse",
                "findsTheVarianceOfInnerProducts"),
            along(
                "mean of unknown weight",
                "(2 * kept * added * weight)",
                "(2 * kept * added)",
                "findsTheVarianceOfInnerProducts"),
            PlantedCase.of(
                "NoiseTracker",
                "noise of the steps unused",
                "steps instanceof NoiseEstimate.Resolved resolved && resolved.traceSigma() > 0",
                "false",
                test("NoiseTrackerTest", "noiseOfTheStepsComesFirstUnderAProbe")),
            PlantedCase.of(
                "NoiseTracker",
                "negative noise believed",
                " && resolved.traceSigma() > 0",
                "",
                test("NoiseTrackerTest", "noiseOfTheStepsThatIsNegativeIsNotBelieved")),
            PlantedCase.of(
                "StepProbe",
                "curvature of the steps before",
                "probe.curvature() / scale",
                "tuner.curvature()",
                test("StepProbeTest", "aProbedStepIsReadWithItsOwnCurvature")),
            PlantedCase.of(
                "NoiseTracker",
                "noise of the steps without a probe",
                "return probed ? decisive(own, euclideanOfApplied()) : own",
                "return decisive(own, euclideanOfApplied())",
                test("NoiseTrackerTest", "withoutAProbeOnlyTheOptimizersMetricCounts")),
            PlantedCase.of(
                "NoiseTracker",
                "groups of the other metric unused",
                "!isTold(own) && isTold(euclidean) ? euclidean : own",
                "own",
                test(
                    "NoiseTrackerTest",
                    "groupsInTheEuclideanMetricTakeThePlaceOfWhatIsNotResolved"))));
  }

  private static PlantedCase stepNoise(
      String name, String original, String defect, String method, Object... arguments) {
    NamedTest test = test("StepNoiseTest", method, arguments);
    return PlantedCase.of("StepNoise", name, original, defect, test);
  }

  private static PlantedCase along(String name, String original, String defect, String method) {
    NamedTest test = test("statistics.AlongSignalTest", method, 0.5, 1.0, 256, 0.0, 4);
    return PlantedCase.of("statistics/AlongSignal", name, original, defect, test);
  }
}
