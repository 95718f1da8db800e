package io.gradstream.jmh;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Parameter;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.Module;
import io.gradstream.tensor.Tensor;
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

/** What lies between linear layers, forward and backward over 256 rows of 128. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ActivationBenchmark {
  private static final int COLUMNS = 128;

  /** The layer. */
  public enum Activation {
    RELU(new LayerSettings.Relu()),
    LEAKY_RELU(new LayerSettings.LeakyRelu()),
    ELU(new LayerSettings.Elu()),
    GELU(new LayerSettings.Gelu()),
    SILU(new LayerSettings.Silu()),
    SOFTPLUS(new LayerSettings.Softplus()),
    TANH(new LayerSettings.Tanh()),
    SIGMOID(new LayerSettings.Sigmoid()),
    LAYER_NORM(new LayerSettings.LayerNorm());

    private final LayerSettings layer;

    Activation(LayerSettings layer) {
      this.layer = layer;
    }

    private Module build() {
      return layer.build(COLUMNS, new SplittableRandom(1));
    }
  }

  @Param public Activation activation;

  private Graph graph = Graph.of(new Parameter("none", Tensor.zeros(1)));
  private Parameter input = new Parameter("x", Tensor.zeros(256, COLUMNS));

  @Setup
  public void build() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < input.value().size(); i++) {
      input.value().data()[i] = (float) random.nextDouble(-3, 3);
    }
    graph = Graph.of(activation.build().forward(input).sum());
  }

  @Benchmark
  public void forwardAndBackward() {
    graph.forward();
    input.zeroGrad();
    graph.backward();
  }
}
