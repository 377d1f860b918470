package io.github.gns4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Packages of all modules, programs included, need one another in one direction only. Imports tell,
 * not links of comments; {@code FlowDirectionTest} holds those of {@code optimizers/core} to their
 * order.
 */
class PackagesTest {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(io\\.github\\.gns4j(?:\\.[a-z]\\w*)*)\\.[A-Z]");

  @Test
  void noPackageNeedsOneThatNeedsIt() {
    Map<String, Set<String>> needs = needs();
    assertThat(needs).hasSizeGreaterThan(20);
    List<String> circles = new ArrayList<>();
    for (String start : needs.keySet()) {
      if (reach(start, needs).contains(start)) {
        circles.add(start);
      }
    }
    assertThat(circles).as("packages that need themselves over others").isEmpty();
  }

  private static Map<String, Set<String>> needs() {
    Map<String, Set<String>> needs = new TreeMap<>();
    for (String file : Code.files("", "/src/main/java/")) {
      Matcher own = PACKAGE.matcher(file);
      if (own.find()) {
        Set<String> others = needs.computeIfAbsent(own.group(1), name -> new TreeSet<>());
        Matcher other = IMPORT.matcher(file);
        while (other.find()) {
          if (!other.group(1).equals(own.group(1))) {
            others.add(other.group(1));
          }
        }
      }
    }
    return needs;
  }

  /** Returns what a package needs, itself or over others. */
  private static Set<String> reach(String start, Map<String, Set<String>> needs) {
    Set<String> reached = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      for (String next : needs.getOrDefault(open.removeLast(), Set.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
