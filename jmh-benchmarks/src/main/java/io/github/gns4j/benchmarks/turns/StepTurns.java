package io.github.gns4j.benchmarks.turns;

import io.github.gns4j.benchmarks.AdamBenchmark;
import io.github.gns4j.benchmarks.LambBenchmark;
import io.github.gns4j.benchmarks.OptimizerArrays;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Adam;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Lamb;
import io.github.gns4j.benchmarks.OptimizerStepBenchmark.Sgd;
import io.github.gns4j.benchmarks.SgdBenchmark;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Our steps, their kernels and their traffic: for all backends and types. */
@State(Scope.Benchmark)
public class StepTurns {
  final Contest contest = new Contest();

  /** Names the participants. */
  @Setup(Level.Trial)
  public void enter(OptimizerArrays ours, TrafficArrays moved, Adam adam, Sgd sgd, Lamb lamb) {
    AdamBenchmark ofAdam = new AdamBenchmark();
    SgdBenchmark ofSgd = new SgdBenchmark();
    LambBenchmark ofLamb = new LambBenchmark();
    OptimizerStepBenchmark whole = new OptimizerStepBenchmark();
    contest
        .enter("adamInPlace", _ -> ofAdam.inPlace(ours))
        .enter("adamTraffic", hole -> hole.consume(ofAdam.traffic(moved)))
        .enter("sgdInPlace", _ -> ofSgd.inPlace(ours))
        .enter("sgdTraffic", hole -> hole.consume(ofSgd.traffic(moved)))
        .enter("lambInPlace", _ -> ofLamb.inPlace(ours))
        .enter("lambTraffic", hole -> hole.consume(ofLamb.traffic(moved)))
        .enter("optimizerStepAdam", hole -> hole.consume(whole.adam(adam)))
        .enter("optimizerStepSgd", hole -> hole.consume(whole.sgd(sgd)))
        .enter("optimizerStepLamb", hole -> hole.consume(whole.lamb(lamb)));
  }

  void round(Times times, Blackhole hole) {
    contest.round(times, hole);
  }

  /** Nanoseconds a call. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Times extends TurnTimes {
    /** Adam in place, with statistics. */
    public double adamInPlace() {
      return mean("adamInPlace");
    }

    /** Its traffic. */
    public double adamTraffic() {
      return mean("adamTraffic");
    }

    /** SGD in place, with statistics. */
    public double sgdInPlace() {
      return mean("sgdInPlace");
    }

    /** Its traffic. */
    public double sgdTraffic() {
      return mean("sgdTraffic");
    }

    /** LAMB in place, with statistics. */
    public double lambInPlace() {
      return mean("lambInPlace");
    }

    /** Its traffic. */
    public double lambTraffic() {
      return mean("lambTraffic");
    }

    /** A whole step of Adam, with its report. */
    public double optimizerStepAdam() {
      return mean("optimizerStepAdam");
    }

    /** A whole step of SGD, with its report. */
    public double optimizerStepSgd() {
      return mean("optimizerStepSgd");
    }

    /** A whole step of LAMB, with its report. */
    public double optimizerStepLamb() {
      return mean("optimizerStepLamb");
    }
  }
}
