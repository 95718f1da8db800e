package io.gradstream.autograd;

/**
 * {@code y = x / (1 - p)} for elements kept, 0 for those dropped with probability p; {@code y = x}
 * while its mask is off.
 *
 * <p>Srivastava et al., "Dropout", JMLR 2014, scaled while learning as PyTorch does.
 */
final class Dropout extends Op {
  private final Node x;
  private final DropoutMask mask;
  private final float[] factors;

  Dropout(Node x, DropoutMask mask) {
    super(x.capacity(), x);
    this.x = x;
    this.mask = mask;
    this.factors = new float[x.capacity().size()];
  }

  @Override
  void forward() {
    float[] from = x.value().data();
    float[] to = outputLike(x).data();
    for (int i = 0; i < x.value().size(); i++) {
      factors[i] = mask.draw();
      to[i] = from[i] * factors[i];
    }
  }

  @Override
  void backward() {
    float[] dy = slope();
    float[] dx = x.gradientToAddTo();
    for (int i = 0; i < x.value().size(); i++) {
      dx[i] += dy[i] * factors[i];
    }
  }
}
