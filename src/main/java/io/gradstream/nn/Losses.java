package io.gradstream.nn;

import java.util.List;

/** The losses that there are: the place to enter a new one. */
public final class Losses {
  /** What can be configured. */
  public static final List<Class<? extends LossSettings>> ALL =
      List.of(
          Bce.class,
          BceWithLogits.class,
          CrossEntropy.class,
          Hinge.class,
          Huber.class,
          L1.class,
          Mse.class,
          Nll.class,
          PoissonNll.class,
          Quantile.class,
          SmoothL1.class);

  private Losses() {}
}
