package io.github.gns4j.benchmarks.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    adam.enter(null, null, null, null, null, null, null);
    SgdTurns sgd = new SgdTurns();
    sgd.enter(null, null, null, null, null, null, null);
    LambTurns lamb = new LambTurns();
    lamb.enter(null, null, null, null, null);
    PassTurns passes = new PassTurns();
    passes.enter(null, null, null, null, null, null);
    passes.enter(null, null);
    StepTurns steps = new StepTurns();
    steps.enter(null, null, null, null, null);
    OwnPassTurns ownPasses = new OwnPassTurns();
    ownPasses.enter(null, null, null, null, null, null);
    PassTurns.Times others = new PassTurns.Times();
    OwnPassTurns.Times own = new OwnPassTurns.Times();
    others.tellOf(own);
    return Stream.of(
        new Arguments(adam.contest, List.of(new AdamTurns.Times())),
        new Arguments(sgd.contest, List.of(new SgdTurns.Times())),
        new Arguments(lamb.contest, List.of(new LambTurns.Times())),
        new Arguments(passes.contest, List.of(own, others)),
        new Arguments(steps.contest, List.of(new StepTurns.Times())),
        new Arguments(ownPasses.contest, List.of(new OwnPassTurns.Times())));
  }

  record Arguments(Contest contest, List<TurnTimes> times) {
    /** Those that JMH reads: of the classes themselves, not of what they extend. */
    Stream<Method> counters() {
      return times.stream()
          .flatMap(each -> Arrays.stream(each.getClass().getDeclaredMethods()))
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
    Map<String, Long> told = new HashMap<>();
    for (String name : arguments.contest().names()) {
      told.put(name, told.size() + 1L);
      arguments.times().getFirst().add(name, told.get(name), 1);
    }
    for (TurnTimes each : arguments.times()) {
      for (Method counter : arguments.counters().toList()) {
        if (counter.getDeclaringClass() == each.getClass()) {
          assertThat((double) counter.invoke(each)).isEqualTo((double) told.get(counter.getName()));
        }
      }
    }
  }

  /** Contests that are in one run have one place for a time each. */
  @Test
  void allNamesDiffer() {
    assertThat(inOneRun(TurnsBenchmark.class).map(Method::getName))
        .hasSizeGreaterThan(40)
        .doesNotHaveDuplicates();
    assertThat(inOneRun(TypesBenchmark.class).map(Method::getName))
        .hasSizeGreaterThan(20)
        .doesNotHaveDuplicates();
  }

  /** Counters of the contests of a class of benchmarks. */
  private static Stream<Method> inOneRun(Class<?> benchmarks) {
    return Arrays.stream(benchmarks.getDeclaredMethods())
        .flatMap(benchmark -> Arrays.stream(benchmark.getParameterTypes()))
        .filter(TurnTimes.class::isAssignableFrom)
        .flatMap(times -> Arrays.stream(times.getDeclaredMethods()))
        .filter(method -> method.getReturnType() == double.class);
  }
}
