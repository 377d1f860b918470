package io.github.gns4j;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Data flows one way: each package uses only those before it in the flow, and the kernels. */
class FlowDirectionTest {
  private static final String ROOT = "io.github.gns4j";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesFollowTheFlow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("kernels")
        .definedBy(ROOT + ".kernels..")
        .layer("state")
        .definedBy(ROOT + ".state..")
        .layer("gradient")
        .definedBy(ROOT + ".gradient..")
        .layer("statistics")
        .definedBy(ROOT + ".statistics..")
        .layer("noise")
        .definedBy(ROOT + ".noise..")
        .layer("policy")
        .definedBy(ROOT + ".policy..")
        .layer("step")
        .definedBy(ROOT + ".step..")
        .layer("report")
        .definedBy(ROOT + ".report..")
        .layer("root")
        .definedBy(ROOT)
        .whereLayer("kernels")
        .mayNotAccessAnyLayer()
        .whereLayer("state")
        .mayOnlyAccessLayers("kernels")
        .whereLayer("gradient")
        .mayOnlyAccessLayers("kernels", "state")
        .whereLayer("statistics")
        .mayOnlyAccessLayers("kernels", "state", "gradient")
        .whereLayer("noise")
        .mayOnlyAccessLayers("kernels", "state", "gradient", "statistics")
        .whereLayer("policy")
        .mayOnlyAccessLayers("kernels", "state", "gradient", "statistics", "noise")
        .whereLayer("step")
        .mayOnlyAccessLayers("kernels", "state", "gradient", "statistics", "noise", "policy")
        .whereLayer("report")
        .mayOnlyAccessLayers(
            "kernels", "state", "gradient", "statistics", "noise", "policy", "step")
        .whereLayer("root")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }
}
