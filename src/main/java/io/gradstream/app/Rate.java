package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import java.util.OptionalDouble;

/**
 * How fast samples are sent.
 *
 * @param perSecond samples a second, unbounded if empty
 */
record Rate(OptionalDouble perSecond) {
  /** As fast as the broker takes them. */
  static final Rate UNBOUNDED = new Rate(OptionalDouble.empty());

  /** Checks what {@code --rate} says. */
  Rate {
    if (perSecond.isPresent() && !(perSecond.getAsDouble() > 0)) {
      throw new UsageException("--rate must be positive: " + perSecond.getAsDouble());
    }
  }

  /** So many samples a second. */
  static Rate of(double perSecond) {
    return new Rate(OptionalDouble.of(perSecond));
  }
}
