package io.github.gns4j;

import static io.github.gns4j.planted.PlantedCase.test;

import io.github.gns4j.planted.NamedTest;
import io.github.gns4j.planted.PlantedCase;
import io.github.gns4j.planted.PlantedCases;
import java.util.List;

/**
 * Defects in how the batch finds itself: scouting, steps that measure, and what a batch makes of
 * the rate (decisions 71 and 74).
 */
class PlantedBatchDefectsTest extends PlantedCases {
  PlantedBatchDefectsTest() {
    super(
        List.of(
            policy(
                "BatchController",
                "scouts in vain",
                "scouting.found() ? likely(seen) : start",
                "start",
                test(
                    "policy.ScoutingTest",
                    "insideTheIntervalTheLikelySizeIsTaken",
                    10,
                    40,
                    300,
                    63)),
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
                test(
                    "policy.LearningRateControllerTest",
                    "theGainBeforeAShortBatchComesBackAtOnce"))));
  }

  private static PlantedCase policy(
      String file, String name, String original, String defect, NamedTest test) {
    return PlantedCase.of("policy/" + file, name, original, defect, test);
  }

  private static PlantedCase scouting(String name, String original, String defect, NamedTest test) {
    return policy("Scouting", name, original, defect, test);
  }

  private static PlantedCase measuring(String name, String original, String defect, String method) {
    NamedTest test = test("policy.MeasuringStepsTest", method);
    return policy("MeasuringSteps", name, original, defect, test);
  }
}
