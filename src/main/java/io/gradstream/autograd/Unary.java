package io.gradstream.autograd;

/** An elementwise operation of one input, whose derivative is told from input and output. */
abstract sealed class Unary extends Op permits LeakyRelu, Elu, Gelu, Silu, Softplus, Tanh, Sigmoid {
  private final Variable x;

  Unary(Variable x) {
    super(x.capacity(), x);
    this.x = x;
  }

  /** The output for one element. */
  abstract float value(float x);

  /** The derivative {@code ∂y/∂x} where {@code y = value(x)}. */
  abstract float slope(float x, float y);

  @Override
  final void forward() {
    float[] from = x.value().data();
    float[] to = outputLike(x).data();
    int size = x.value().size();
    for (int i = 0; i < size; i++) {
      to[i] = value(from[i]);
    }
  }

  @Override
  final void backward() {
    float[] from = x.value().data();
    float[] y = output().value().data();
    float[] dy = slope();
    float[] dx = x.gradientBuffer().data();
    boolean add = x.holdGradient();
    int size = x.value().size();
    for (int i = 0; i < size; i++) {
      float slope = dy[i] * slope(from[i], y[i]);
      dx[i] = add ? dx[i] + slope : slope;
    }
  }
}
