package io.gradstream.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * The one check of gradients: analytic against finite differences, over a random projection.
 *
 * <p>The output is projected on random weights, {@code p = Σ r · y}, so that one backward pass says
 * what every element of the output does to every element of the leaves; the numeric slope is {@code
 * (p(x + h) - p(x - h)) / 2h}, summed in float64 over outputs that the graph computed again.
 */
public final class GradientCheck {
  private static final float H = 1f / 256;

  private GradientCheck() {}

  /** Checks {@code output} toward every element in use of every leaf. */
  public static void check(Variable output, Parameter... leaves) {
    check(output, 2e-3, leaves);
  }

  /** Checks to this much of the larger of 1 and the numeric slope. */
  public static void check(Variable output, double tolerance, Parameter... leaves) {
    Tensor weights = random(output.capacity().size());
    Graph graph = Graph.of(output);
    Tensor projection = Tensor.wrap(weights.data(), output.capacity());
    projection.useRows(output.value().rows());
    for (Parameter leaf : leaves) {
      leaf.zeroGrad();
    }
    output.mul(Variable.of(projection)).sum().backward();
    for (Parameter leaf : leaves) {
      for (int i = 0; i < leaf.value().size(); i++) {
        double numeric = slope(graph, output.value(), weights, leaf.value().data(), i);
        assertThat((double) leaf.gradient().data()[i])
            .as("slope toward %s[%d]: analytic beside numeric", leaf.name(), i)
            .isCloseTo(numeric, within(tolerance * Math.max(1, Math.abs(numeric))));
      }
    }
  }

  /** A leaf of random elements between -1 and 1. */
  public static Parameter leaf(String name, int... extents) {
    Tensor value = Tensor.zeros(extents);
    System.arraycopy(random(value.size()).data(), 0, value.data(), 0, value.size());
    return new Parameter(name, value);
  }

  private static double slope(Graph graph, Tensor y, Tensor weights, float[] x, int i) {
    float before = x[i];
    x[i] = before + H;
    double above = project(graph, y, weights);
    x[i] = before - H;
    double below = project(graph, y, weights);
    float width = (before + H) - (before - H);
    x[i] = before;
    return (above - below) / width;
  }

  private static double project(Graph graph, Tensor y, Tensor weights) {
    graph.forward();
    double sum = 0;
    for (int i = 0; i < y.size(); i++) {
      sum += (double) y.data()[i] * weights.data()[i];
    }
    return sum;
  }

  private static Tensor random(int size) {
    SplittableRandom random = new SplittableRandom(size);
    float[] data = new float[size];
    for (int i = 0; i < size; i++) {
      data[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(data);
  }
}
