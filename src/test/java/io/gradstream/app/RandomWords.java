package io.gradstream.app;

import java.util.Locale;
import java.util.SplittableRandom;

/** Draws what is written into a configuration and its samples. */
final class RandomWords {
  private final SplittableRandom random;

  RandomWords(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double between(double from, double to) {
    return random.nextDouble(from, to);
  }

  double normal() {
    return random.nextGaussian();
  }

  String one(String... words) {
    return words[random.nextInt(words.length)];
  }

  String number(double from, double to) {
    return number(between(from, to));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }
}
