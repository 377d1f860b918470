package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.planted.Mutants;
import io.github.gns4j.planted.NamedTest;
import io.github.gns4j.planted.PlantedDefect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Defects in what lets rate and batch find themselves (decisions 71 to 74, 87 and 92). Each is
 * noticed by the test that stands beside it, which passes on the code as it is.
 */
class PlantedFindingDefectsTest {
  private static final String ROOT = "io.github.gns4j";

  /** A defect and the test that must fail on it. */
  private record Case(PlantedDefect defect, NamedTest test) {}

  private static final List<Case> CASES =
      List.of(
          search(
              "a far rise on the evidence of a near one",
              "factor < FAR ? SEARCH_LEVEL : FAR_LEVEL",
              "SEARCH_LEVEL",
              "aFarRiseNeedsMoreEvidenceThanANearOne"),
          search(
              "a rise into what was not seen",
              "fast(i) <= most && ",
              "",
              "aRiseGoesALittleBeyondWhatWasSeen"),
          search(
              "no room for momentum",
              "factor / ROOM_ABOVE",
              "factor",
              "aRiseGoesAsFarAsItIsResolved"),
          reach("enough whatever was seen", "left <= UNSEEN", "true", "farAndNearTakeMoreLooks"),
          reach("never enough", "left <= UNSEEN", "false", "farAndNearTakeMoreLooks"),
          reach(
              "a secant upside down",
              "1 / (1 - left)",
              "1 - left",
              "itIsLedToWhereTheLossTurns",
              0.5),
          reach(
              "no way back", "      length = here / LARGEST;\n", "", "whatIsNotFiniteCallsItBack"),
          policy(
              "StepLengthProbe",
              "curvature of the whole reach",
              "(slopeAfter - slopeBefore) / reach",
              "(slopeAfter - slopeBefore)",
              test("policy.StepLengthTunerTest", "aRateFarTooLowIsLeftInAFewProbes")),
          policy(
              "RateMultiplier",
              "a far rise undone as a whole",
              "Math.max(beforeRise, value / FARTHEST_UNDO)",
              "beforeRise",
              test("policy.StepLengthTunerTest", "aFarRiseIsNotUndoneAsAWhole")),
          stepProbe("left beyond the step", "      kernels.copy(end, parameters);\n"),
          stepProbe(
              "statistics go along",
              "          kernels.copy(part(end, segment), part(parameters, segment));\n"),
          policy(
              "BatchController",
              "scouts in vain",
              "scouting.found() ? likely(seen) : start",
              "start",
              test(
                  "policy.ScoutingTest", "insideTheIntervalTheLikelySizeIsTaken", 10, 40, 300, 63)),
          root(
              "WeightAverage",
              "the mean in place of a polynomial",
              "(power + 1) * samples / (total + power * samples)",
              "(double) samples / total",
              test("WeightAverageTest", "polynomialAverageWeighsByAPowerOfTheTime")),
          search(
              "level of the search for ever",
              "isOn() ? SEARCH_LEVEL : LEVEL",
              "SEARCH_LEVEL",
              "laterARiseNeedsMoreEvidence"),
          policy(
              "RateSearch",
              "one level for all rises",
              "factor < FAR ? SEARCH_LEVEL : FAR_LEVEL",
              "SEARCH_LEVEL",
              test("policy.NoiseAloneTest", "probesOfNoiseHardlyEverDriveTheRateUp")),
          policy(
              "RateSearch",
              "a level that 400 looks pass",
              "LEVEL = 0.995",
              "LEVEL = 0.975",
              test("policy.NoiseAloneTest", "probesOfNoiseHardlyEverDriveTheRateUp")),
          search(
              "average alone",
              "estimate.agrees(bound) && ",
              "",
              "chanceThatIsBeingForgottenRaisesNothing"),
          search(
              "near rises in a row",
              "factor < FAR && observed - lastRise < SHORT_REST ? 1 : factor",
              "factor",
              "nearRisesRestWhileSearchingAndFarOnesDoNot"),
          search(
              "later rises in a row",
              "observed - lastRise < REST ? 1 : SLOW",
              "SLOW",
              "laterRisesAreSlowAndRestForEightSteps"),
          search(
              "a rise starts the search again",
              "calm = isOn() ? 0 : calm",
              "calm = 0",
              "fiveProbesInARowThatRaiseNothingEndTheSearchForGood"),
          search(
              "a fall without room", "bound / fast / ROOM", "bound / fast", "aFastFallNeedsRoom"),
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
                  "policy.StepLengthEstimateTest", "slopesAreReadWithTheCurvatureOfTheLastProbes")),
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
          scouting(
              "steps of one size",
              "case 0 -> half;",
              "case 0 -> size;",
              test("policy.ScoutingTest", "evenTheFirstBatchDoesNotMatter", 512)),
          scouting(
              "parts of the wrong steps",
              "step % 2 == 0 ? 1 : 2",
              "step % 2 == 0 ? 2 : 1",
              test("policy.ScoutingTest", "evenTheFirstBatchDoesNotMatter", 512)),
          scouting(
              "over after one step",
              "LEAST = 8",
              "LEAST = 1",
              test("policy.ScoutingTest", "evenTheFirstBatchDoesNotMatter", 512)),
          scouting(
              "a lower end for an estimate",
              "seen.noise() instanceof NoiseEstimate.Resolved",
              "!(seen.noise() instanceof NoiseEstimate.NotReady)",
              test("policy.ScoutingTest", "noiseThatHasNoUpperEndIsNotFound")),
          scouting(
              "never at a given rate",
              "(rate.probe().isPresent() || !policy.rule().countsOnRate())",
              "rate.probe().isPresent()",
              test(
                  "policy.ScoutingTest",
                  "aRuleThatDoesNotCountOnTheRateScoutsAtAnyRate",
                  16,
                  32,
                  64,
                  128)),
          policy(
              "SlopeScale",
              "slopes over their own scale",
              "    return scale;",
              "    return own;",
              test("policy.NoiseFloorTest", "theBestLengthIsOneHalf", 0.9, 0.5)),
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
              test("policy.SlopeScaleTest", "anOutlierStaysBounded")),
          scouting(
              "beyond the maximum",
              "Math.min(policy.maximum(), 2 * size)",
              "2 * size",
              test("policy.ScoutingTest", "limitsHoldFromTheFirstStep")),
          measuring("a thirtieth forgotten", " / COST)", ")", "theyTakeThreePercentOfTheTime"),
          measuring(
              "one too late",
              "since + 1 >= spacing",
              "since >= spacing",
              "theyTakeThreePercentOfTheTime"),
          measuring("asks for ever", " && ignored < IGNORED", "", "fourRefusalsInARowAreEnough"),
          measuring(
              "never forgives",
              "ignored = parts > 1 ? 0 : ",
              "ignored = ",
              "fourRefusalsInARowAreEnough"),
          measuring(
              "parts of the loop's own do not count",
              "parts > 1 || asked > 1 ? 0",
              "asked > 1 ? 0",
              "partsThatCameByThemselvesCount"),
          policy(
              "RecentGain",
              "for ever",
              " || age > STEPS",
              "",
              test("policy.RecentGainTest", "theLargestOfTheLastStepsCounts")),
          policy(
              "RecentGain",
              "the last gain",
              "gain >= largest || age > STEPS",
              "gain > 0",
              test("policy.RecentGainTest", "theLargestOfTheLastStepsCounts")),
          policy(
              "RecentGain",
              "age from the first time",
              "gain >= largest",
              "gain > largest",
              test("policy.RecentGainTest", "aGainThatComesAgainIsRememberedAnew")),
          policy(
              "LearningRateController",
              "no memory of the gain",
              "recent.add(lastFactor);",
              "",
              test("policy.LearningRateControllerTest", "theGainBeforeAShortBatchComesBackAtOnce")),
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
          root(
              "NoiseTracker",
              "noise of the steps unused",
              "steps instanceof NoiseEstimate.Resolved",
              "false",
              test("NoiseTrackerTest", "noiseOfTheStepsComesFirstUnderAProbe")),
          root(
              "NoiseTracker",
              "noise of the steps without a probe",
              "return probed ? decisive(own, euclideanOfApplied()) : own",
              "return decisive(own, euclideanOfApplied())",
              test("NoiseTrackerTest", "withoutAProbeOnlyTheOptimizersMetricCounts")),
          root(
              "NoiseTracker",
              "groups of the other metric unused",
              "!isTold(own) && isTold(euclidean) ? euclidean : own",
              "own",
              test(
                  "NoiseTrackerTest",
                  "groupsInTheEuclideanMetricTakeThePlaceOfWhatIsNotResolved")));

  private static NamedTest test(String type, String method, Object... arguments) {
    return NamedTest.of(ROOT + "." + type, method, arguments);
  }

  private static Case search(String name, String original, String defect, String method) {
    return policy("RateSearch", name, original, defect, test("policy.RateSearchTest", method));
  }

  private static Case reach(
      String name, String original, String defect, String method, Object... arguments) {
    return policy(
        "ProbeReach", name, original, defect, test("policy.ProbeReachTest", method, arguments));
  }

  private static Case stepProbe(String name, String original) {
    return root(
        "StepProbe",
        name,
        original,
        "",
        test(
            "StepProbeTest",
            "slopesAreThoseOfTheStep",
            ElementType.FLOAT64,
            ElementType.FLOAT64,
            1,
            1e-12));
  }

  private static Case scouting(String name, String original, String defect, NamedTest test) {
    return policy("Scouting", name, original, defect, test);
  }

  private static Case measuring(String name, String original, String defect, String method) {
    NamedTest test = test("policy.MeasuringStepsTest", method);
    return policy("MeasuringSteps", name, original, defect, test);
  }

  private static Case stepNoise(
      String name, String original, String defect, String method, Object... arguments) {
    return root("StepNoise", name, original, defect, test("StepNoiseTest", method, arguments));
  }

  private static Case along(String name, String original, String defect, String method) {
    NamedTest test = test("statistics.AlongSignalTest", method, 0.5, 1.0, 256, 0.0, 4);
    return of("statistics/AlongSignal", name, original, defect, test);
  }

  private static Case policy(
      String file, String name, String original, String defect, NamedTest test) {
    return of("policy/" + file, name, original, defect, test);
  }

  private static Case root(
      String file, String name, String original, String defect, NamedTest test) {
    return of(file, name, original, defect, test);
  }

  private static Case of(String file, String name, String original, String defect, NamedTest test) {
    String source = "io/github/gns4j/" + file + ".java";
    return new Case(new PlantedDefect(name, source, original, defect), test);
  }

  @TestFactory
  Stream<DynamicTest> theCodeAsItIsPasses() {
    return CASES.stream()
        .map(Case::test)
        .distinct()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.toString(),
                    () ->
                        assertThatCode(() -> mutants(test).checkUnchanged())
                            .doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> defects() {
    return CASES.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.defect().source() + ": " + each.defect().name() + " by " + each.test(),
                    () ->
                        assertThat(mutants(each.test()).check(each.defect()))
                            .as(each.defect().name())
                            .get()
                            .isInstanceOf(AssertionError.class)));
  }

  private static Mutants mutants(NamedTest test) {
    String type = test.type();
    return new Mutants(List.of(type.substring(0, type.lastIndexOf('.'))), test);
  }
}
