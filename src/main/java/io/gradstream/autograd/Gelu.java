package io.gradstream.autograd;

/**
 * {@code y = x · Φ(x)} with Φ the normal distribution, exact ({@code erf}) and not approximated by
 * tanh.
 */
final class Gelu extends Unary {
  private static final float ROOT_HALF = (float) Math.sqrt(0.5);
  private static final float PEAK = (float) (1 / Math.sqrt(2 * Math.PI));

  Gelu(Node x) {
    super(x);
  }

  @Override
  void values(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * distribution(x[i]);
    }
  }

  /** {@code Φ(x) + x · φ(x)} with φ the density. */
  @Override
  void slopes(float[] x, float[] y, float[] slopes, int n) {
    for (int i = 0; i < n; i++) {
      slopes[i] = -0.5f * x[i] * x[i];
    }
    KERNELS.exp(1, slopes, slopes, n);
    for (int i = 0; i < n; i++) {
      slopes[i] = distribution(x[i]) + x[i] * PEAK * slopes[i];
    }
  }

  private static float distribution(float x) {
    return 0.5f * (1 + erf(ROOT_HALF * x));
  }

  /**
   * The error function to 4e-7, relative: {@code erf(z) / z} is smooth in z², and what is written
   * here is its quotient of polynomials of least relative error for z up to 4, from where on
   * float32 knows no more than 1.
   */
  private static float erf(float x) {
    float z = Math.max(-4, Math.min(x, 4));
    float w = z * z;
    float p = -1.942308e-06f + w * 1.9110837e-08f;
    p = 0.003990559f + w * (0.00014728605f + w * p);
    p = 1.1283791f + w * (0.207125f + w * (0.051524833f + w * p));
    float q = 1 + w * (0.516891f + w * (0.11797063f + w * (0.014958042f + w * 0.0010211093f)));
    return z * p / q;
  }
}
