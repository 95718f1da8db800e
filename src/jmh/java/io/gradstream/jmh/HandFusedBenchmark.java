package io.gradstream.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What recording a graph costs: the core beside the same step written out by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandFusedBenchmark {
  @Param({"LINEAR_10", "MLP_64_SGD"})
  public Workload workload;

  @Param({"1", "32", "256"})
  public int batch;

  private Runnable core = () -> {};
  private Runnable byHand = () -> {};

  @Setup
  public void build() {
    core = workload.step(batch);
    byHand = HandFused.step(workload, batch);
  }

  @Benchmark
  public void core() {
    core.run();
  }

  @Benchmark
  public void byHand() {
    byHand.run();
  }
}
