package io.gradstream.optim;

import java.util.List;

/** The optimizers that there are, by their settings: the place to enter a new one. */
public final class Optimizers {
  /** What one can be configured by. */
  public static final List<Class<? extends OptimizerSettings>> ALL =
      List.of(
          Sgd.Settings.class,
          Adam.Settings.class,
          Adamw.Settings.class,
          Adamax.Settings.class,
          Nadam.Settings.class,
          Radam.Settings.class,
          Adagrad.Settings.class,
          Adadelta.Settings.class,
          Rmsprop.Settings.class,
          Ftrl.Settings.class,
          Cocob.Settings.class,
          Dog.Settings.class,
          Normalized.Settings.class,
          Newton.Settings.class,
          Auto.Settings.class);

  private Optimizers() {}
}
