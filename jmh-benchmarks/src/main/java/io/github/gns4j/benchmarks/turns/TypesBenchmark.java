package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.StepBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * All of ours by turns in one process, for every backend, type of gradients and number of threads:
 * one process for each benchmark would take hours. Arrays that have the type of the state
 * (averages, dot products, images of convolutions) are FLOAT32 beside half gradients.
 */
public class TypesBenchmark extends StepBenchmark {
  /** Steps: kernels in place, and the whole of an optimizer. */
  @Benchmark
  public void steps(StepTurns turns, StepTurns.Times times, Blackhole hole) {
    turns.round(times, hole);
  }

  /** What is no step. */
  @Benchmark
  public void passes(OwnPassTurns turns, OwnPassTurns.Times times, Blackhole hole) {
    turns.round(times, hole);
  }
}
