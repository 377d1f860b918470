package io.github.gns4j.planted;

import java.util.List;

/** A defect and the test that must fail on it. */
public record PlantedCase(PlantedDefect defect, NamedTest test) {
  private static final String ROOT = "io.github.gns4j";

  /**
   * Returns a case in a package of this module.
   *
   * @param file source file without ending, below the root package: {@code policy/Scouting}
   * @param original text of the source that stands there once
   * @param defect what comes in its place
   */
  public static PlantedCase of(
      String file, String name, String original, String defect, NamedTest test) {
    String source = "io/github/gns4j/" + file + ".java";
    return new PlantedCase(new PlantedDefect(name, source, original, defect), test);
  }

  /** Returns a test of a class below the root package: {@code policy.ScoutingTest}. */
  public static NamedTest test(String type, String method, Object... arguments) {
    return NamedTest.of(ROOT + "." + type, method, arguments);
  }

  /** Returns the package of a test, in which defects are planted. */
  static Mutants mutants(NamedTest test) {
    String type = test.type();
    return new Mutants(List.of(type.substring(0, type.lastIndexOf('.'))), test);
  }

  @Override
  public String toString() {
    return defect.source() + ": " + defect.name() + " by " + test;
  }
}
