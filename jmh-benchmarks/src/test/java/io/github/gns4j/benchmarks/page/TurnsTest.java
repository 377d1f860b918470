package io.github.gns4j.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.benchmarks.turns.AdamTurns;
import io.github.gns4j.benchmarks.turns.LambTurns;
import io.github.gns4j.benchmarks.turns.OwnPassTurns;
import io.github.gns4j.benchmarks.turns.PassTurns;
import io.github.gns4j.benchmarks.turns.SgdTurns;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  /** Not by turns: what comes from a profile. */
  private static final Set<String> ONE_BY_ONE = Set.of("Djl.adam", "Djl.sgd");

  @Test
  void whoTakesTurnsIsWhoIsCompared() {
    Set<String> compared =
        Comparison.ALL.stream()
            .flatMap(comparison -> Stream.of(comparison.other(), comparison.ours()))
            .filter(name -> !ONE_BY_ONE.contains(name))
            .map(Turns::metric)
            .collect(Collectors.toSet());
    Set<String> counted =
        Stream.of(
                AdamTurns.Times.class,
                SgdTurns.Times.class,
                LambTurns.Times.class,
                OwnPassTurns.Times.class,
                PassTurns.Times.class)
            .flatMap(times -> Arrays.stream(times.getDeclaredMethods()))
            .filter(method -> method.getReturnType() == double.class)
            .map(Method::getName)
            .collect(Collectors.toSet());

    assertThat(counted).isEqualTo(compared);
  }
}
