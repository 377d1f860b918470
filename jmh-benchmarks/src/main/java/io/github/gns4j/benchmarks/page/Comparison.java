package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two times of one run: another's or the limit's, and ours.
 *
 * @param kind where it belongs
 * @param title what is compared, in a table
 * @param label the same in the key of a chart; empty for what is not drawn
 * @param other name of the benchmark whose time is divided
 * @param ours name of the benchmark by whose time it is divided
 */
record Comparison(Kind kind, String title, String label, String other, String ours) {
  /** Where a comparison belongs. */
  enum Kind {
    /** Others' Adam. */
    ADAM("Adam: time of others over ours"),
    /** Others' SGD. */
    SGD("SGD with momentum: time of others over ours"),
    /** Others' LAMB. */
    LAMB("LAMB: time of others over ours"),
    /** Others' passes. */
    PASS("Passes: time of plain loops over ours"),
    /** What steps could take at best. */
    STEP_LIMIT("Steps: time to move the memory over ours"),
    /** What passes could take at best. */
    PASS_LIMIT("Passes: time to move the memory over ours"),
    /** Ours with something less. */
    OWN("Time of less over time of all");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    private Comparison of(String title, String label, String other, String ours) {
      return new Comparison(this, title, label, other, ours);
    }
  }

  static final List<Comparison> ALL =
      List.of(
          Kind.ADAM.of(
              "Adam in place with statistics, against DL4J", "DL4J", "Adam.dl4j", "Adam.inPlace"),
          Kind.ADAM.of("… with the guard pass", "", "Adam.dl4j", "Adam.inPlaceGuarded"),
          Kind.ADAM.of(
              "NoiseAwareAdam as DL4J updater, all included",
              "DL4J / updater",
              "Adam.dl4j",
              "Adam.updaterForm"),
          Kind.ADAM.of(
              "… without ND4J's subtraction", "", "Adam.dl4jAlone", "Adam.updaterFormAlone"),
          Kind.ADAM.of(
              "Adam in place, against ND4J operations",
              "ND4J operations",
              "Adam.nd4jOperations",
              "Adam.inPlace"),
          Kind.ADAM.of(
              "Adam in place, against DJL on libtorch", "libtorch", "Djl.adam", "Adam.inPlace"),
          Kind.ADAM.of(
              "Adam in place, against a plain Java loop",
              "plain Java",
              "Adam.plainJava",
              "Adam.inPlace"),
          Kind.SGD.of("SGD in place, against DL4J's Nesterovs", "DL4J", "Sgd.dl4j", "Sgd.inPlace"),
          Kind.SGD.of(
              "NoiseAwareSgd as DL4J updater, all included",
              "DL4J / updater",
              "Sgd.dl4j",
              "Sgd.updaterForm"),
          Kind.SGD.of("… without ND4J's subtraction", "", "Sgd.dl4jAlone", "Sgd.updaterFormAlone"),
          Kind.SGD.of(
              "SGD in place, against DJL on libtorch", "libtorch", "Djl.sgd", "Sgd.inPlace"),
          Kind.SGD.of(
              "SGD in place, against ND4J operations",
              "ND4J operations",
              "Sgd.nd4jOperations",
              "Sgd.inPlace"),
          Kind.SGD.of(
              "SGD in place, against a plain Java loop",
              "plain Java",
              "Sgd.plainJava",
              "Sgd.inPlace"),
          Kind.LAMB.of(
              "LAMB in place, against ND4J operations",
              "ND4J operations",
              "Lamb.nd4jOperations",
              "Lamb.inPlace"),
          Kind.LAMB.of(
              "LAMB in place, against plain Java loops",
              "plain Java",
              "Lamb.plainJava",
              "Lamb.inPlace"),
          Kind.PASS.of(
              "Squared norm, against a plain Java loop",
              "squared norm",
              "Reduction.squaredNormPlainJava",
              "Reduction.squaredNorm"),
          Kind.PASS.of(
              "Accumulate, against a plain Java loop",
              "accumulate",
              "Reduction.accumulatePlainJava",
              "Reduction.accumulate"),
          Kind.PASS.of(
              "Dot product, against a plain Java loop",
              "dot",
              "Reduction.dotPlainJava",
              "Reduction.dot"),
          Kind.PASS.of(
              "Average, against a plain Java loop",
              "average",
              "Reduction.averagePlainJava",
              "Reduction.average"),
          Kind.PASS.of(
              "Per-sample moments, against plain Java loops",
              "per-sample moments",
              "PerSample.plainJava",
              "PerSample.moments"),
          Kind.PASS.of(
              "Squared norm, against ND4J",
              "",
              "Reduction.squaredNormNd4j",
              "Reduction.squaredNorm"),
          Kind.PASS.of("Dot product, against ND4J", "", "Reduction.dotNd4j", "Reduction.dot"),
          Kind.PASS.of(
              "Per-sample moments, against the norms alone by ND4J",
              "",
              "PerSample.nd4jNorms",
              "PerSample.moments"),
          Kind.STEP_LIMIT.of(
              "Adam against its memory traffic", "Adam", "Adam.traffic", "Adam.inPlace"),
          Kind.STEP_LIMIT.of("SGD against its memory traffic", "SGD", "Sgd.traffic", "Sgd.inPlace"),
          Kind.STEP_LIMIT.of(
              "LAMB against its memory traffic", "LAMB", "Lamb.traffic", "Lamb.inPlace"),
          Kind.PASS_LIMIT.of(
              "Squared norm against reading",
              "squared norm",
              "Reduction.squaredNormTraffic",
              "Reduction.squaredNorm"),
          Kind.PASS_LIMIT.of(
              "Accumulate against its traffic",
              "accumulate",
              "Reduction.accumulateTraffic",
              "Reduction.accumulate"),
          Kind.PASS_LIMIT.of(
              "Dot product against reading", "dot", "Reduction.dotTraffic", "Reduction.dot"),
          Kind.PASS_LIMIT.of(
              "Average against its traffic",
              "average",
              "Reduction.averageTraffic",
              "Reduction.average"),
          Kind.PASS_LIMIT.of(
              "Per-sample moments against reading",
              "per-sample moments",
              "PerSample.traffic",
              "PerSample.moments"),
          Kind.PASS_LIMIT.of(
              "Outer norms of a dense layer against reading",
              "outer norms",
              "OuterNorms.denseTraffic",
              "OuterNorms.dense"),
          Kind.PASS_LIMIT.of(
              "Norms of a convolution against reading",
              "",
              "ConvolutionNorms.twentyChannelsTraffic",
              "ConvolutionNorms.twentyChannels"),
          Kind.OWN.of(
              "Statistics: Adam without against with",
              "statistics of Adam",
              "Adam.inPlaceWithoutStatistics",
              "Adam.inPlace"),
          Kind.OWN.of(
              "Statistics: SGD without against with",
              "statistics of SGD",
              "Sgd.inPlaceWithoutStatistics",
              "Sgd.inPlace"),
          Kind.OWN.of(
              "Adam in 64 segments: one against 64",
              "64 segments",
              "Adam.inPlace",
              "Adam.inPlaceIn64Segments"),
          Kind.OWN.of(
              "Adam: guard and kernel against the whole step",
              "whole step",
              "Adam.inPlaceGuarded",
              "OptimizerStep.adam"),
          Kind.OWN.of(
              "SGD: kernel, without a guard, against the whole step",
              "",
              "Sgd.inPlace",
              "OptimizerStep.sgd"),
          Kind.OWN.of(
              "LAMB: kernel, without a guard, against the whole step",
              "",
              "Lamb.inPlace",
              "OptimizerStep.lamb"));

  /** Returns the ratio at each size at which both were measured. */
  Map<Integer, Score> ratios(Map<String, Map<Integer, Score>> times) {
    Map<Integer, Score> theirs = times.getOrDefault(other, Map.of());
    Map<Integer, Score> ratios = new LinkedHashMap<>();
    times
        .getOrDefault(ours, Map.of())
        .forEach(
            (size, time) -> {
              if (theirs.containsKey(size)) {
                ratios.put(size, theirs.get(size).over(time));
              }
            });
    return ratios;
  }
}
