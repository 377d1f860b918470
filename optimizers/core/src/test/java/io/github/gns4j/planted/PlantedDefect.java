package io.github.gns4j.planted;

/**
 * A change of one place in a source file that must not go unnoticed.
 *
 * @param name in words
 * @param source path below {@code src/main/java}
 * @param original text that occurs there exactly once
 * @param defect what it becomes
 */
public record PlantedDefect(String name, String source, String original, String defect) {
  /** Returns the source with the defect. */
  public String applyTo(String text) {
    int at = text.indexOf(original);
    if (at < 0 || text.indexOf(original, at + 1) >= 0) {
      throw new AssertionError(name + ": not exactly once in " + source + ": " + original);
    }
    return text.replace(original, defect);
  }

  @Override
  public String toString() {
    return name;
  }
}
