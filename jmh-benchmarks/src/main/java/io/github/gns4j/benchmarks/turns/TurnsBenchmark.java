package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.StepBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Kernels and what they are compared with, by turns in one process: on a shared machine those
 * measured one after the other meet different machines. The bodies are those of the benchmarks one
 * by one. What JMH times is the round of all; the times of the participants are its secondary
 * results.
 */
public class TurnsBenchmark extends StepBenchmark {
  /** Adam. */
  @Benchmark
  public void adam(AdamTurns turns, AdamTurns.Times times, Blackhole hole) {
    turns.round(times, hole);
  }

  /** SGD with momentum. */
  @Benchmark
  public void sgd(SgdTurns turns, SgdTurns.Times times, Blackhole hole) {
    turns.round(times, hole);
  }

  /** LAMB. */
  @Benchmark
  public void lamb(LambTurns turns, LambTurns.Times times, Blackhole hole) {
    turns.round(times, hole);
  }

  /** What is no step. */
  @Benchmark
  public void passes(
      PassTurns turns, OwnPassTurns.Times own, PassTurns.Times others, Blackhole hole) {
    turns.round(own, others, hole);
  }
}
