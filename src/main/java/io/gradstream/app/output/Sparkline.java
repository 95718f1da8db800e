package io.gradstream.app.output;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** The newest numbers of a series as a row of bars, from the least of them to the greatest. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final int width;
  private final Deque<Double> numbers = new ArrayDeque<>();

  /** A row of so many bars at most. */
  Sparkline(int width) {
    this.width = width;
  }

  /** Adds a number, and forgets the oldest where there is no room; what is none is passed over. */
  void add(double number) {
    if (Double.isFinite(number)) {
      numbers.addLast(number);
      if (numbers.size() > width) {
        numbers.removeFirst();
      }
    }
  }

  /** The bars. */
  String text() {
    double least = least(numbers);
    double span = -least(numbers.stream().map(number -> -number).toList()) - least;
    StringBuilder bars = new StringBuilder();
    for (double number : numbers) {
      int bar = span > 0 ? (int) Math.round((number - least) / span * (BARS.length() - 1)) : 0;
      bars.append(BARS.charAt(bar));
    }
    return bars.toString();
  }

  private static double least(Collection<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }
}
