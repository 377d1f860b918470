package io.github.gns4j.benchmarks.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts numbers of committed results into the text of the documentation, between {@code <!-- claim:
 * KIND RESULTS BENCHMARK -->} and {@code <!-- /claim -->} (see {@link Claim}; {@link Quote} for
 * those of studies, whose pages other programs write). {@code Claims ROOT} rewrites the pages of a
 * checkout.
 */
public final class Claims {
  private static final Pattern MARKED =
      Pattern.compile("(?s)<!-- claim: (.*?) -->(.*?)<!-- /claim -->");

  private final Path root;
  private final Map<String, Results> known = new HashMap<>();

  /** Claims on the results of a checkout. */
  Claims(Path root) {
    this.root = root;
  }

  /** Rewrites the pages of a checkout. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: Claims ROOT");
    }
    Path root = Path.of(arguments[0]);
    Claims claims = new Claims(root);
    for (Path page : pages(root)) {
      String text = Files.readString(page);
      String filled = claims.fill(text);
      if (!filled.equals(text)) {
        Files.writeString(page, filled);
      }
    }
  }

  /** Returns the pages of a checkout that may have claims. */
  static List<Path> pages(Path root) throws IOException {
    List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md")));
    try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  /** Returns a text with the numbers of all of its claims as the results have them. */
  String fill(String text) {
    return MARKED
        .matcher(text)
        .replaceAll(
            claim ->
                Matcher.quoteReplacement(
                    "<!-- claim: "
                        + claim.group(1)
                        + " -->"
                        + number(claim.group(1))
                        + "<!-- /claim -->"));
  }

  /** Returns a text without claims and their numbers. */
  static String unclaimed(String text) {
    return MARKED.matcher(text).replaceAll("");
  }

  private String number(String source) {
    if (Quote.is(source)) {
      return quoted(Quote.parse(source));
    }
    Claim claim = Claim.parse(source);
    return claim.text(known.computeIfAbsent(claim.results(), this::read));
  }

  private String quoted(Quote quote) {
    try {
      return quote.text(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Results read(String name) {
    try {
      return Results.read(root.resolve("jmh-benchmarks/results"), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
