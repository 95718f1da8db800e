package io.gradstream.jmh;

import io.gradstream.tensor.AdamStep;
import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
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

/** The three products of a linear layer, and what an optimizer does with its weights. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static final Kernels KERNELS = Kernels.best();

  /** Inputs and outputs of the layer. */
  @Param({"64x128", "784x256"})
  public String layer;

  @Param({"1", "32", "256"})
  public int batch;

  private Tensor x = Tensor.zeros(0);
  private Tensor weight = x;
  private Tensor y = x;
  private Tensor weightSlope = x;
  private Tensor inputSlope = x;
  private Tensor mean = x;
  private Tensor square = x;
  private final AdamStep step = new AdamStep();

  @Setup
  public void fill() {
    int in = Integer.parseInt(layer.substring(0, layer.indexOf('x')));
    int out = Integer.parseInt(layer.substring(layer.indexOf('x') + 1));
    x = random(batch, in);
    weight = random(out, in);
    y = random(batch, out);
    weightSlope = random(out, in);
    inputSlope = random(batch, in);
    mean = Tensor.zeros(out, in);
    square = Tensor.zeros(out, in);
    step.of(1e-6, List.of(0.9, 0.999), 1e-8, 1);
  }

  /** {@code x · wᵀ}. */
  @Benchmark
  public void forward() {
    KERNELS.matmulTransposedB(x, weight, y, false);
  }

  /** {@code ∂yᵀ · x}. */
  @Benchmark
  public void towardWeight() {
    KERNELS.matmulTransposedA(y, x, weightSlope, false);
  }

  /** {@code ∂y · w}. */
  @Benchmark
  public void towardInput() {
    KERNELS.matmul(y, weight, inputSlope, false);
  }

  /** A step of Adam on the weights. */
  @Benchmark
  public void adam() {
    KERNELS.adam(weight.data(), weightSlope.data(), mean.data(), square.data(), step, 0, weight.size(), 0);
  }

  private static Tensor random(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(rows);
    Tensor tensor = Tensor.zeros(rows, columns);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.data()[i] = (float) random.nextGaussian();
    }
    return tensor;
  }
}
