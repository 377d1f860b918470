package io.github.gns4j;

import static io.github.gns4j.planted.PlantedCase.test;

import io.github.gns4j.planted.NamedTest;
import io.github.gns4j.planted.PlantedCase;
import io.github.gns4j.planted.PlantedCases;
import java.util.List;

/** Defects in what the slopes of all steps tell of the rate (decisions 92 and 96). */
class PlantedSlopeDefectsTest extends PlantedCases {
  PlantedSlopeDefectsTest() {
    super(
        List.of(
            policy(
                "StepLengthEstimate",
                "slope as if there were no curvature",
                "add(curvature * multiplier - cosine, curvature, keep)",
                "add(-cosine, curvature, keep)",
                test("policy.StepLengthTunerTest", "slopesAloneMoveTheRate")),
            policy(
                "StepLengthEstimate",
                "slopes that keep an old curvature alive",
                "double curvature = probed.mean();",
                "double curvature = b;",
                test(
                    "policy.StepLengthEstimateTest",
                    "slopesAreReadWithTheCurvatureOfTheLastProbes")),
            policy(
                "StepLengthEstimate",
                "a curvature that is sure",
                "ofSlopes * ofSlopes * probed.variance()",
                "0",
                test(
                    "policy.StepLengthEstimateTest",
                    "anUncertainCurvatureWidensTheIntervalAwayFromTheStepsOnly")),
            policy(
                "StepLengthEstimate",
                "words without what is not known of the curvature",
                "level * level * probed.variance()",
                "0",
                test("policy.StepLengthEstimateTest", "wordsTellTheSetThatIsNotRejected")),
            search(
                "slopes forgotten as after a move",
                "SLOPES, LONG);",
                "SLOPES, SLOPES);",
                "slopesAreRememberedTheLongerTheRateStays"),
            policy(
                "SlopeScale",
                "slopes over their own scale",
                "    return scale;",
                "    return own;",
                test(
                    "policy.NoiseFloorTest",
                    "theBestLengthIsOneHalfLessWhatTheWeightsMake",
                    0.9,
                    0.5)),
            policy(
                "SlopeScale",
                "outliers at their size",
                "Math.max(mean, own / OUTLIER)",
                "mean",
                test("policy.SlopeScaleTest", "anOutlierStaysBounded")),
            policy(
                "SlopeScale",
                "a scale that outliers move",
                "Math.min(own, OUTLIER * mean)",
                "own",
                test("policy.SlopeScaleTest", "anOutlierStaysBounded"))));
  }

  private static PlantedCase policy(
      String file, String name, String original, String defect, NamedTest test) {
    return PlantedCase.of("policy/" + file, name, original, defect, test);
  }

  private static PlantedCase search(String name, String original, String defect, String method) {
    return policy("RateSearch", name, original, defect, test("policy.RateSearchTest", method));
  }
}
