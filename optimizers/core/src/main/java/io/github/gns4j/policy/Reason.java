package io.github.gns4j.policy;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * Why something was decided, in words and numbers. The words are put together when they are read:
 * decisions are made in every step, and of most nobody asks why. Two reasons are equal if their
 * words are. Immutable.
 */
public final class Reason {
  private final Supplier<String> words;

  private Reason(Supplier<String> words) {
    this.words = words;
  }

  /** Returns the reason {@code words}. */
  public static Reason of(String words) {
    Objects.requireNonNull(words, "reason");
    return new Reason(() -> words);
  }

  /**
   * Returns a reason whose words are made later, as often as they are read.
   *
   * @param words from values that do not change, so that it gives the same words every time
   */
  public static Reason of(Supplier<String> words) {
    return new Reason(Objects.requireNonNull(words, "reason"));
  }

  /** Returns the words. */
  public String words() {
    return words.get();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Reason that && words().equals(that.words()));
  }

  @Override
  public int hashCode() {
    return words().hashCode();
  }

  @Override
  public String toString() {
    return words();
  }
}
