package io.gradstream.learn;

/**
 * A step would not leave finite numbers behind: its loss or its gradient is none. The step was not
 * taken, but scalers, vocabularies and metrics have taken the batch in: a learner that is to go on
 * wants to be restored, and {@link CarefulLearner} to find the samples to leave out.
 */
public final class NonFiniteException extends RuntimeException {
  private final long step;

  NonFiniteException(long step, String fault) {
    super("step %d: %s".formatted(step + 1, fault));
    this.step = step;
  }

  /** How many steps were taken before. */
  public long step() {
    return step;
  }
}
