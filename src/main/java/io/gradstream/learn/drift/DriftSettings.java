package io.gradstream.learn.drift;

import java.util.List;
import java.util.Set;

/**
 * By what a change of the world is found, the {@code drift} section.
 *
 * @param detect tests of the loss of every step, at least one; those that there are unless set
 */
public record DriftSettings(List<Method> detect) {
  /** A test for a change, in the words of who made it. */
  public enum Method {
    /** The mean of a window's newer part is another than that of its older part. */
    ADWIN,
    /** What losses are above their mean sums up. */
    PAGE_HINKLEY
  }

  /** Every test there is. */
  public DriftSettings() {
    this(List.of(Method.values()));
  }

  /** Validates: each test once. */
  public DriftSettings {
    detect = List.copyOf(detect);
    if (detect.isEmpty() || Set.copyOf(detect).size() < detect.size()) {
      throw new IllegalArgumentException(
          "detect must have at least one of adwin and page-hinkley, and each once: " + detect);
    }
  }
}
