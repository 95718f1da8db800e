package io.gradstream.learn.drift;

import java.util.List;
import java.util.Set;

/**
 * By what a change of the world is found, the {@code drift} section.
 *
 * @param detect tests, at least one; those of the loss of every step unless set
 * @param react what follows where one is found, at least one; only the mark unless set
 */
public record DriftSettings(List<Method> detect, List<Reaction> react) {
  /** A test for a change, in the words of who made it. */
  public enum Method {
    /** The mean of a window's newer part is another than that of its older part. */
    ADWIN,
    /** What losses are above their mean sums up. */
    PAGE_HINKLEY,
    /** The values of a feature are others than they were, by its population stability index. */
    PSI
  }

  /** What follows a change. */
  public enum Reaction {
    /** It stands in versions and curves, as it does whatever else follows. */
    MARK,
    /** The learning rate is larger for a while. */
    RAISE_RATE,
    /** The optimizer forgets what it has kept of earlier gradients. */
    RESET_OPTIMIZER,
    /** A learner with the same settings begins anew beside it, and takes its place once better. */
    CHALLENGER
  }

  /** Both tests of the loss, and nothing but the mark. */
  public DriftSettings() {
    this(List.of(Method.ADWIN, Method.PAGE_HINKLEY), List.of(Reaction.MARK));
  }

  /** Validates: each test and each reaction once. */
  public DriftSettings {
    react = List.copyOf(react);
    if (react.isEmpty() || Set.copyOf(react).size() < react.size()) {
      throw new IllegalArgumentException(
          "react must have at least one of mark, raise-rate, reset-optimizer and challenger, and each"
              + " once: "
              + react);
    }
    detect = List.copyOf(detect);
    if (detect.isEmpty() || Set.copyOf(detect).size() < detect.size()) {
      throw new IllegalArgumentException(
          "detect must have at least one of adwin, page-hinkley and psi, and each once: " + detect);
    }
  }
}
