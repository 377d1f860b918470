package io.github.gns4j.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark is on a line of {@link Comparison}, or here with what it is for. */
class ComparedTest {
  private static final Pattern NAME =
      Pattern.compile("io\\.github\\.gns4j\\.benchmarks\\.(\\w+)Benchmark\\.(\\w+)");

  private static final Set<String> ALONE =
      Set.of(
          "Adam.intoGradient", // the kernel of an updater, whose whole is compared
          "Sgd.intoGradient",
          "Lamb.intoGradient",
          "Sgd.inPlaceWithoutMomentum", // another step than all others
          "OptimizerStep.adamWithoutReport", // for the page of allocation
          "OptimizerStep.sgdWithoutReport",
          "OptimizerStep.lambWithoutReport",
          "OuterNorms.longSequences", // bound by arithmetic; the dense layer has the traffic
          "OuterNorms.wideSequences",
          "ConvolutionNorms.oneChannel", // a sample is larger than the least size of turns
          "ConvolutionNorms.oneChannelTraffic",
          "Reduction.copy", // what the machine itself copies
          "Monitoring.watch"); // no pass over parameters

  /** Names of the benchmarks in the package itself: the others are rounds, or of training. */
  private static Set<String> measured() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    Set<String> names =
        BenchmarkList.defaultList().getAll(silent, List.of()).stream()
            .map(BenchmarkListEntry::getUsername)
            .map(NAME::matcher)
            .filter(Matcher::matches)
            .map(name -> name.group(1) + "." + name.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).hasSizeGreaterThan(50);
    return names;
  }

  private static Set<String> compared() {
    return Comparison.ALL.stream()
        .flatMap(comparison -> Stream.of(comparison.other(), comparison.ours()))
        .filter(name -> !name.startsWith("Djl.")) // of a profile
        .collect(Collectors.toSet());
  }

  @Test
  void everyBenchmarkIsComparedOrSaysWhyNot() {
    Set<String> told = new TreeSet<>(compared());
    told.addAll(ALONE);
    Set<String> measured = measured();
    measured.removeIf(name -> name.startsWith("Djl."));

    assertThat(measured).isEqualTo(told);
  }

  @Test
  void noneIsInBoth() {
    assertThat(compared()).doesNotContainAnyElementsOf(ALONE);
  }
}
