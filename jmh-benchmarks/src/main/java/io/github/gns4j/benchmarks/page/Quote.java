package io.github.gns4j.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A claim whose numbers stand on pages that other programs write: {@code quote PAGE[,PAGE...]
 * WORDS}. In the words {@code #} is the number and {@code *} anything of a line but a {@code |}:
 *
 * <ul>
 *   <li>{@code quote docs/results/real-data-seeds.md , auto | * | * | # |}: the fourth cell of each
 *       row whose first one ends with {@code , auto}, from the least to the greatest
 * </ul>
 *
 * @param source these words
 * @param pages relative to the root of the checkout
 * @param words with the number in them
 */
record Quote(String source, List<String> pages, Pattern words) {
  private static final String KIND = "quote ";
  private static final int PARTS = 3;
  private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";

  /** Returns whether a claim is of this kind. */
  static boolean is(String source) {
    return source.strip().startsWith(KIND);
  }

  /**
   * Reads a claim of this kind.
   *
   * @throws IllegalArgumentException if it is not of this form
   */
  static Quote parse(String source) {
    String[] parts = source.strip().split("\\s+", PARTS);
    if (parts.length < PARTS || !parts[2].matches("[^#]*#[^#]*")) {
      throw new IllegalArgumentException(
          "claim '" + source + "', allowed: quote PAGE[,PAGE...] WORDS, with one # in them");
    }
    StringBuilder words = new StringBuilder();
    for (String part : parts[2].splitWithDelimiters("[#*]", 0)) {
      words.append(
          switch (part) {
            case "#" -> NUMBER;
            case "*" -> "[^|\n]*";
            default -> Pattern.quote(part);
          });
    }
    return new Quote(source, List.of(parts[1].split(",", -1)), Pattern.compile(words.toString()));
  }

  /**
   * Returns the numbers as they stand there: one, or the least and the greatest.
   *
   * @throws IllegalArgumentException if there are none on a page
   */
  String text(Path root) throws IOException {
    List<String> numbers = new ArrayList<>();
    for (String page : pages) {
      int before = numbers.size();
      Matcher found = words.matcher(Files.readString(root.resolve(page)));
      while (found.find()) {
        numbers.add(found.group(1));
      }
      if (numbers.size() == before) {
        throw new IllegalArgumentException("claim '" + source + "' finds nothing on " + page);
      }
    }
    numbers.sort(Comparator.comparingDouble(Double::parseDouble));
    String least = numbers.getFirst();
    String greatest = numbers.getLast();
    return least.equals(greatest) ? least : least + " to " + greatest;
  }
}
