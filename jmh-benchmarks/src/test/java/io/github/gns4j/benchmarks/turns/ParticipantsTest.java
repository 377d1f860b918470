package io.github.gns4j.benchmarks.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes part is what JMH is told of, under the names of the benchmarks. */
class ParticipantsTest {
  /** States are not asked before the first turn. */
  static Stream<Arguments> contests() {
    AdamTurns adam = new AdamTurns();
    adam.enter(null, null, null, null, null);
    SgdTurns sgd = new SgdTurns();
    sgd.enter(null, null, null, null);
    LambTurns lamb = new LambTurns();
    lamb.enter(null, null);
    PassTurns passes = new PassTurns();
    passes.enter(null, null, null, null, null);
    return Stream.of(
        new Arguments(adam.contest, new AdamTurns.Times()),
        new Arguments(sgd.contest, new SgdTurns.Times()),
        new Arguments(lamb.contest, new LambTurns.Times()),
        new Arguments(passes.contest, new PassTurns.Times()));
  }

  record Arguments(Contest contest, TurnTimes times) {
    Stream<Method> counters() {
      return Arrays.stream(times.getClass().getDeclaredMethods())
          .filter(method -> method.getReturnType() == double.class);
    }
  }

  @ParameterizedTest
  @MethodSource("contests")
  void countersAreTheParticipants(Arguments arguments) {
    Set<String> names = arguments.counters().map(Method::getName).collect(Collectors.toSet());

    assertThat(arguments.contest().names()).isEqualTo(names);
  }

  @ParameterizedTest
  @MethodSource("contests")
  void everyCounterTellsItsOwn(Arguments arguments) throws ReflectiveOperationException {
    long nanos = 0;
    for (String name : arguments.contest().names()) {
      arguments.times().add(name, ++nanos, 1);
    }
    nanos = 0;
    for (String name : arguments.contest().names()) {
      Method counter = arguments.times().getClass().getMethod(name);
      assertThat(counter.invoke(arguments.times())).as(name).isEqualTo((double) ++nanos);
    }
  }

  @Test
  void allNamesDiffer() {
    assertThat(contests().flatMap(Arguments::counters).map(Method::getName))
        .doesNotHaveDuplicates();
  }
}
