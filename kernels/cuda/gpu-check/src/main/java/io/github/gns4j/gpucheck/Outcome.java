package io.github.gns4j.gpucheck;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a section found.
 *
 * @param passed whether nothing is wrong; true also for what could not run, with the reason
 * @param details for the report
 */
record Outcome(boolean passed, Map<String, Object> details) {
  static Outcome skipped(String reason) {
    System.err.println("SKIPPED: " + reason);
    return new Outcome(true, Map.of("skipped", reason));
  }

  /** Returns the outcome of a check that passes if {@code wrong} is empty. */
  static Outcome of(String counted, int count, String named, Iterable<String> wrong) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(counted, count);
    details.put(named, wrong);
    return new Outcome(count > 0 && !wrong.iterator().hasNext(), details);
  }
}
