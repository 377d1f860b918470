package io.github.gns4j.testkit.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cases of passes that reduce a gradient, the same for all of them. */
final class ReductionCases {
  private ReductionCases() {}

  /** Makes the case of an operation. */
  interface Factory {
    KernelCase make(Numbers numbers, MetricKind metric, double scale);
  }

  static Map<String, List<KernelCase>> groups(int chunk, Factory factory) {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    List<Layout> layouts = new ArrayList<>(Layout.aroundLanes());
    layouts.addAll(Layout.aroundChunks(chunk));
    layouts.addAll(Layout.segmented(chunk));
    for (Types types : List.of(Types.FLOAT, Types.DOUBLE)) {
      for (Layout layout : layouts) {
        KernelCase one = factory.make(Numbers.normal(types, layout), MetricKind.GIVEN, 1);
        groups.put(types + ", " + layout, List.of(one));
      }
    }
    for (Types types : Types.values()) {
      groups.put("metrics, scales: " + types, settings(types, factory));
    }
    for (Values values : Values.values()) {
      groups.put(values.reason(), special(values, chunk, factory));
    }
    return groups;
  }

  /** Scales: none, of a loss (a power of 2), of a batch (not one), negative. */
  private static List<KernelCase> settings(Types types, Factory factory) {
    List<KernelCase> cases = new ArrayList<>();
    Numbers numbers = Numbers.normal(types, Layout.batchNorm());
    for (MetricKind metric : MetricKind.values()) {
      for (double scale : new double[] {1, 0x1p-10, 1.0 / 3, -3}) {
        cases.add(factory.make(numbers, metric, scale));
      }
    }
    return cases;
  }

  private static List<KernelCase> special(Values values, int chunk, Factory factory) {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      for (MetricKind metric : MetricKind.values()) {
        cases.add(factory.make(new Numbers(types, Layout.batchNorm(), values), metric, 1));
      }
      Numbers large = new Numbers(types, Layout.chunkAndOne(chunk), values);
      cases.add(factory.make(large, MetricKind.GIVEN, 1));
    }
    return cases;
  }
}
