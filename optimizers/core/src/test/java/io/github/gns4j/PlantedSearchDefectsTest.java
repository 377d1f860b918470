package io.github.gns4j;

import static io.github.gns4j.planted.PlantedCase.test;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.planted.NamedTest;
import io.github.gns4j.planted.PlantedCase;
import io.github.gns4j.planted.PlantedCases;
import java.util.List;

/** Defects in the search of the rate and in the probes that lead it (decisions 71 to 73 and 87). */
class PlantedSearchDefectsTest extends PlantedCases {
  PlantedSearchDefectsTest() {
    super(
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
                "no way back",
                "      length = here / LARGEST;\n",
                "",
                "whatIsNotFiniteCallsItBack"),
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
                "a rate that was told, unseen",
                "told <= most && ",
                "",
                "aRateThatWasToldMustHaveBeenSeen"),
            search(
                "a rate that was told, whatever the last probes say",
                "estimate.agrees(multiplier) && ",
                "",
                "aRateThatWasToldMustHaveBeenSeen"),
            policy(
                "RateSearch",
                "curvature of nine probes during the search",
                "FRESH = 0.5",
                "FRESH = 0.8",
                test("policy.StepLengthTunerTest", "curvatureIsFreshWhileTheRateIsSearched")),
            policy(
                "ProbeReach",
                "the rate that was told is not looked at",
                "Math.max(1, LARGEST * multiplier)",
                "LARGEST * multiplier",
                test("policy.ProbeReachTest", "farAndNearTakeMoreLooks")),
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
                "a fall without room",
                "bound / fast / ROOM",
                "bound / fast",
                "aFastFallNeedsRoom")));
  }

  private static PlantedCase policy(
      String file, String name, String original, String defect, NamedTest test) {
    return PlantedCase.of("policy/" + file, name, original, defect, test);
  }

  private static PlantedCase search(String name, String original, String defect, String method) {
    return policy("RateSearch", name, original, defect, test("policy.RateSearchTest", method));
  }

  private static PlantedCase reach(
      String name, String original, String defect, String method, Object... arguments) {
    return policy(
        "ProbeReach", name, original, defect, test("policy.ProbeReachTest", method, arguments));
  }

  private static PlantedCase stepProbe(String name, String original) {
    return PlantedCase.of(
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
}
