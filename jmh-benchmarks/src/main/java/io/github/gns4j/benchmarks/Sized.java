package io.github.gns4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Arrays over a number of parameters. */
@State(Scope.Benchmark)
public abstract class Sized {
  /** Number of parameters: in the first cache, in the last one, in memory. */
  @Param({"10000", "1000000", "32000000"})
  public int parameters;
}
