package io.github.gns4j.statistics;

import java.util.List;

/** The claims of the statistics of a step in a form that runs in a moment. */
// The tests themselves are the checks, run where JUnit does not reach: in a class loader of its
// own.
@SuppressWarnings("JUnitMethodInvoked")
public final class StatisticsChecks implements Runnable {
  /** For the class loader of the planted defects. */
  public StatisticsChecks() {}

  @Override
  public void run() {
    GradientMomentsTest moments = new GradientMomentsTest();
    moments.byHand();
    moments.workersCombine();
    moments.notFinite();
    MomentsPropertiesTest properties = new MomentsPropertiesTest();
    for (int seed = 0; seed < 5; seed++) {
      properties.allWaysAgree(List.of(3, 5, 8, 1 + seed), seed);
      properties.theOrderOfGroupsDoesNotMatter(List.of(3, 5, 8, 1 + seed), seed);
      properties.disjointRangesAddUp(5, seed);
    }
    new MomentsAccumulatorTest().chunksOfSamplesAreAsOneChunk();
    new TemporalMomentsTest().agreesWithTheDefinition();
    new TemporalMomentsTest().oneGradientIsNotReady();
    GroupNoiseTest groups = new GroupNoiseTest();
    groups.sharesAddUpAndFollowTheLawOfTotalVariance();
    groups.samplingWeightsAreOptimalAndUnbiased();
    new JackknifeTest().agreesWithTheTextbook();
    groups.observedIsUnbiased();
  }
}
