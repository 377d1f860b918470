package io.github.gns4j.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Pages and numbers of this repository are those of its results. {@code jmh-benchmarks/run pages}
 * makes them so.
 */
class CommittedPagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path RESULTS = ROOT.resolve("jmh-benchmarks/results");
  private static final Path PAGES = ROOT.resolve("docs/results/benchmarks");

  @Test
  void pagesAreThoseOfTheResults() throws IOException {
    List<String> names = Results.names(RESULTS);

    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(PAGES.resolve(name + ".md"))
          .content()
          .as(name + ": jmh-benchmarks/run pages")
          .isEqualTo(Page.of(RESULTS, name).text());
    }
  }

  @Test
  void claimsAreThoseOfTheResults() throws IOException {
    Claims claims = new Claims(ROOT);
    int claimed = 0;
    for (Path page : Claims.pages(ROOT)) {
      String text = Files.readString(page);
      claimed += text.equals(Claims.unclaimed(text)) ? 0 : 1;

      assertThat(text).as(page + ": jmh-benchmarks/run pages").isEqualTo(claims.fill(text));
    }
    assertThat(claimed).as("pages with claims").isPositive();
  }

  @Test
  void noMeasuredNumberIsTypedByHand() throws IOException {
    // The changelog and the decisions tell what was measured at the time, the results are results.
    Pattern told = Pattern.compile("README\\.md|docs/(guide/.*|architecture\\.md)");
    List<Path> pages =
        Claims.pages(ROOT).stream()
            .filter(page -> told.matcher(ROOT.relativize(page).toString()).matches())
            .toList();
    assertThat(pages).hasSizeGreaterThan(10);
    for (Path page : pages) {
      assertThat(Claims.unclaimed(Files.readString(page)))
          .as(page + ": numbers with an error, short times and ratios come from the results")
          .doesNotContainPattern("[0-9] ± ?[0-9]|[0-9] ?[nµ]s\\b|[0-9] times as (long|fast)");
    }
  }
}
