package io.gradstream.learn;

/**
 * A step is not taken: its loss or its gradient is not finite, or absurd by what was usual before.
 * Scalers, vocabularies and metrics have taken the batch in all the same: a learner that is to go
 * on wants to be restored, and {@link CarefulLearner} to find the samples to leave out.
 */
public final class RefusedStepException extends RuntimeException {
  private final long step;

  RefusedStepException(long step, String fault) {
    super("step %d: %s".formatted(step + 1, fault));
    this.step = step;
  }

  /** How many steps were taken before. */
  public long step() {
    return step;
  }
}
