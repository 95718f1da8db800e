package io.gradstream.app;

import io.gradstream.app.train.UsageException;
import java.util.OptionalDouble;

/** The option {@code --rate}. */
final class Rate {
  private Rate() {}

  static OptionalDouble of(double perSecond) {
    if (!(perSecond > 0)) {
      throw new UsageException("--rate must be positive: " + perSecond);
    }
    return OptionalDouble.of(perSecond);
  }
}
