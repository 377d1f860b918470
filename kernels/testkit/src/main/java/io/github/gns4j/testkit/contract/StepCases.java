package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.testkit.contract.StepCase.Given;
import io.github.gns4j.testkit.contract.StepCase.Stepper;
import io.github.gns4j.testkit.contract.StepCase.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cases of an optimizer step, the same for every optimizer. */
final class StepCases {
  private final List<? extends Stepper> steppers;
  private final List<? extends Stepper> withoutParameters;
  private final int chunk;

  /**
   * Makes the cases.
   *
   * @param steppers optimizers and settings, the usual ones first
   * @param withoutParameters those of them whose updates need no parameters
   * @param chunk see {@link KernelContract#chunk}
   */
  StepCases(
      List<? extends Stepper> steppers, List<? extends Stepper> withoutParameters, int chunk) {
    this.steppers = steppers;
    this.withoutParameters = withoutParameters;
    this.chunk = chunk;
  }

  Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    for (Types types : List.of(Types.FLOAT, Types.DOUBLE)) {
      sizes(groups, types);
    }
    for (Types types : Types.values()) {
      for (Output output : Output.values()) {
        if (output == Output.PARAMETERS || types.allowsUpdate()) {
          groups.put("settings, gates: " + types + " " + output, everything(types, output));
        }
      }
    }
    for (Values values : Values.values()) {
      groups.put(values.reason(), special(values));
    }
    return groups;
  }

  private void sizes(Map<String, List<KernelCase>> groups, Types types) {
    Stepper usual = steppers.get(0);
    for (Layout layout : layouts()) {
      Numbers numbers = Numbers.normal(types, layout);
      groups.put(
          types + ", " + layout,
          List.of(
              new StepCase(numbers, Variant.IN_PLACE, usual),
              new StepCase(numbers, Variant.UPDATE, usual)));
    }
  }

  private List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>(Layout.aroundLanes());
    layouts.addAll(Layout.aroundChunks(chunk));
    layouts.addAll(Layout.segmented(chunk));
    return layouts;
  }

  /** Settings × gates × reduction × parameters given or not, on a layout that has everything. */
  private List<KernelCase> everything(Types types, Output output) {
    List<KernelCase> cases = new ArrayList<>();
    Numbers numbers = Numbers.normal(types, Layout.batchNorm());
    for (Stepper stepper : steppers) {
      for (GateKind gate : GateKind.values()) {
        for (Reduction reduction : Reduction.values()) {
          for (Given given : given(stepper, output)) {
            cases.add(new StepCase(numbers, new Variant(output, gate, reduction, given), stepper));
          }
        }
      }
    }
    return cases;
  }

  private List<Given> given(Stepper stepper, Output output) {
    boolean optional = output == Output.UPDATE && withoutParameters.contains(stepper);
    return optional ? Arrays.asList(Given.values()) : List.of(Given.PARAMETERS);
  }

  /** Special values in every setting, and beyond a chunk in the usual one; also gated. */
  private List<KernelCase> special(Values values) {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      Numbers small = new Numbers(types, Layout.batchNorm(), values);
      for (Stepper stepper : steppers) {
        cases.add(new StepCase(small, Variant.IN_PLACE, stepper));
      }
      cases.addAll(gated(small));
      Numbers large = new Numbers(types, Layout.chunkAndOne(chunk), values);
      cases.add(new StepCase(large, Variant.IN_PLACE, steppers.get(0)));
    }
    return cases;
  }

  private List<KernelCase> gated(Numbers numbers) {
    List<KernelCase> cases = new ArrayList<>();
    for (Output output : Output.values()) {
      if (output == Output.PARAMETERS || numbers.types().allowsUpdate()) {
        Variant variant = new Variant(output, GateKind.FINITE, Reduction.SUMS, Given.PARAMETERS);
        cases.add(new StepCase(numbers, variant, steppers.get(0)));
      }
    }
    return cases;
  }
}
