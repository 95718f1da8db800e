package io.gradstream.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What both kinds of kernels are held to, over sizes around the lanes' and tiles' edges. */
class KernelsTest {
  static Stream<Arguments> sizes() {
    return kernels()
        .flatMap(
            kernels ->
                Stream.of(
                    Arguments.of(kernels, 1, 1, 1),
                    Arguments.of(kernels, 3, 10, 1),
                    Arguments.of(kernels, 4, 16, 64),
                    Arguments.of(kernels, 5, 33, 19),
                    Arguments.of(kernels, 9, 100, 67),
                    Arguments.of(kernels, 18, 150, 83),
                    Arguments.of(kernels, 1, 40, 10),
                    Arguments.of(kernels, 1, 3, 5),
                    Arguments.of(kernels, 19, 40, 48),
                    Arguments.of(kernels, 13, 7, 131)));
  }

  static Stream<Kernels> kernels() {
    return Stream.of(new ScalarKernels(), Kernels.best());
  }

  @Test
  void best_whereTheModuleIsAbsent_isPlainJava() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    boolean vector = !(Kernels.best() instanceof ScalarKernels);

    assertThat(vector).isEqualTo(present && VectorKernels.worthwhile());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void squares_ofFewOrMany_isTheirSum(Kernels kernels) {
    Tensor x = random(1, 150);

    for (int n : new int[] {0, 1, 3, 10, 63, 64, 150}) {
      double expected = 0;
      for (int i = 0; i < n; i++) {
        expected += (double) x.data()[i] * x.data()[i];
      }
      assertThat((double) kernels.squares(x.data(), n)).isCloseTo(expected, within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void matmul_ofMatrices_isTheSumOfProducts(Kernels kernels, int m, int k, int n) {
    Tensor a = random(m, k);
    Tensor b = random(k, n);
    Tensor c = random(m, n);
    Tensor sum = c.copy();

    kernels.matmul(a, b, c, false);
    kernels.matmul(a, b, sum, true);

    for (int i = 0; i < c.size(); i++) {
      double expected = 0;
      for (int j = 0; j < k; j++) {
        expected += (double) a.data()[i / n * k + j] * b.data()[j * n + i % n];
      }
      assertThat((double) c.data()[i]).isCloseTo(expected, within(1e-5));
      assertThat((double) sum.data()[i]).isCloseTo(expected + random(m, n).data()[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void matmulTransposed_ofTransposedMatrices_isTheProduct(Kernels kernels, int m, int k, int n) {
    Tensor a = random(m, k);
    Tensor b = random(k, n);
    Tensor expected = random(m, n);
    kernels.matmul(a, b, expected, true);

    Tensor fromA = random(m, n);
    kernels.matmulTransposedA(transposed(a), b, fromA, true);
    Tensor fromB = random(m, n);
    kernels.matmulTransposedB(a, transposed(b), fromB, true);

    for (int i = 0; i < expected.size(); i++) {
      assertThat(fromA.data()[i]).isCloseTo(expected.data()[i], within(1e-5f));
      assertThat(fromB.data()[i]).isCloseTo(expected.data()[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void linear_isTheProductOnTopOfTheBias_rectifiedIfSaid(Kernels kernels, int m, int k, int n) {
    Tensor x = random(m, k);
    Tensor weight = random(n, k);
    float[] bias = random(1, n).data();
    Tensor expected = Tensor.zeros(m, n);
    kernels.repeatRow(bias, expected);
    kernels.matmulTransposedB(x, weight, expected, true);

    Tensor straight = random(m, n);
    kernels.linear(x, weight, bias, false, straight);
    Tensor rectified = random(m, n);
    kernels.linear(x, weight, bias, true, rectified);
    Tensor without = random(m, n);
    kernels.linear(x, weight, null, false, without);

    for (int i = 0; i < expected.size(); i++) {
      float y = expected.data()[i];
      assertThat(straight.data()[i]).isCloseTo(y, within(1e-5f));
      assertThat(rectified.data()[i]).isEqualTo(Math.max(straight.data()[i], 0));
      assertThat(without.data()[i]).isCloseTo(y - bias[i % n], within(1e-5f));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void sumRows_addsUpEveryColumn(Kernels kernels, int m, int k, int n) {
    Tensor x = random(m, n);
    float[] sum = new float[n];

    kernels.sumRows(x, sum, false);
    kernels.sumRows(x, sum, true);

    for (int column = 0; column < n; column++) {
      double expected = 0;
      for (int row = 0; row < m; row++) {
        expected += 2 * x.data()[row * n + column];
      }
      assertThat((double) sum[column]).isCloseTo(expected, within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void relu_ofWhatIsNoNumber_isNone(Kernels kernels) {
    float[] x = new float[37];
    Arrays.fill(x, Float.NaN);

    kernels.relu(x, x, 36);

    assertThat(Arrays.copyOf(x, 36)).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exp_isTheExponentialToTwoUnitsInTheLastPlace(Kernels kernels) {
    float[] x = spread(-87, 88, 4001);
    float[] y = new float[x.length];
    float[] less = new float[x.length];

    kernels.exp(0.5f, x, y, x.length);
    kernels.expm1(-1, x, less, x.length);

    for (int i = 0; i < x.length; i++) {
      double tolerance = 2 * Math.ulp((float) Math.exp(0.5 * x[i]));
      assertThat((double) y[i]).isCloseTo(Math.exp(0.5 * x[i]), within(tolerance));
      double expected = Math.expm1(-Math.max(x[i], -88));
      assertThat((double) less[i]).isCloseTo(expected, within(2.0 * Math.ulp((float) expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void expm1_nearZero_losesNoDigits(Kernels kernels) {
    float[] x = spread(-1e-3f, 1e-3f, 101);
    float[] y = x.clone();

    kernels.expm1(1, y, y, y.length);

    for (int i = 0; i < x.length; i++) {
      double expected = Math.expm1(x[i]);
      assertThat((double) y[i]).isCloseTo(expected, within(2.0 * Math.ulp((float) expected)));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exp_beyondItsRange_staysAtItsEnds_butNoNumberIsNone(Kernels kernels) {
    float[] x = new float[20];
    Arrays.fill(x, 0, 5, 1e9f);
    Arrays.fill(x, 5, 10, Float.NEGATIVE_INFINITY);
    Arrays.fill(x, 10, 20, Float.NaN);

    kernels.exp(1, x, x, x.length);

    assertThat(Arrays.copyOf(x, 5)).containsOnly(x[0]);
    assertThat(x[0]).isBetween(1.6e38f, Float.MAX_VALUE);
    assertThat(Arrays.copyOfRange(x, 5, 10)).containsOnly(x[5]);
    assertThat(x[5]).isBetween(0f, 2e-38f);
    assertThat(Arrays.copyOfRange(x, 10, 20)).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void exp_ofAnElement_isTheSameBitsWhereverItStands(Kernels kernels) {
    float[] x = spread(-3, 3, 53);
    float[] together = new float[x.length];
    kernels.exp(1, x, together, x.length);

    for (int i = 0; i < x.length; i++) {
      float[] alone = {x[i]};
      kernels.exp(1, alone, alone, 1);
      assertThat(alone[0]).isEqualTo(together[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void step_isOneAboveZero(Kernels kernels) {
    float[] x = spread(-1, 1, 37);
    float[] y = new float[x.length];

    kernels.step(x, 0.25f, y, x.length);

    for (int i = 0; i < x.length; i++) {
      assertThat(y[i]).isEqualTo(x[i] > 0 ? 1 : 0.25f);
    }
  }

  private static float[] spread(float from, float to, int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = from + (to - from) * i / (count - 1);
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void products_interpretedAndCompiled_areTheSameBits(Kernels kernels, int m, int k, int n) {
    Tensor first = products(kernels, m, k, n);

    for (int i = 0; i < 2_000; i++) {
      Tensor again = products(kernels, m, k, n);
      assertThat(again.data()).isEqualTo(first.data());
    }
  }

  private static Tensor products(Kernels kernels, int m, int k, int n) {
    Tensor c = Tensor.zeros(m, n);
    kernels.matmul(random(m, k), random(k, n), c, true);
    kernels.matmulTransposedA(random(k, m), random(k, n), c, true);
    kernels.matmulTransposedB(random(m, k), random(n, k), c, true);
    return c;
  }

  private static Tensor random(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(rows * 1000L + columns);
    Tensor matrix = Tensor.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.data()[i] = (float) random.nextDouble(-1, 1);
    }
    return matrix;
  }

  private static Tensor transposed(Tensor matrix) {
    Tensor transposed = Tensor.zeros(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.size(); i++) {
      int to = i % matrix.columns() * matrix.rows() + i / matrix.columns();
      transposed.data()[to] = matrix.data()[i];
    }
    return transposed;
  }
}
