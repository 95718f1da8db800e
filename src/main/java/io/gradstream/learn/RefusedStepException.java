package io.gradstream.learn;

/**
 * A step is not taken: its loss or its gradient is not finite, or its gradient is absurd by what
 * was usual before. Scalers, vocabularies, counters and the guard have taken the batch in all the
 * same, and so have metrics unless it is the loss: a learner that is to go on wants to be restored,
 * and {@link CarefulLearner} to find the samples to leave out.
 */
public final class RefusedStepException extends RuntimeException {
  private final long step;

  RefusedStepException(long step, String fault) {
    super("step %d: %s".formatted(step + 1, fault));
    this.step = step;
  }

  private RefusedStepException(long step, RefusedStepException theirs, String whose) {
    super("%s, %s".formatted(whose, theirs.getMessage()), theirs);
    this.step = step;
  }

  /** That of a challenger, when its champion had taken so many steps. */
  static RefusedStepException of(long step, String challenger, RefusedStepException theirs) {
    return new RefusedStepException(step, theirs, "challenger " + challenger);
  }

  /** That of a key's model, when the shared one had taken so many steps. */
  static RefusedStepException ofKey(long step, String key, RefusedStepException theirs) {
    return new RefusedStepException(step, theirs, "key " + key);
  }

  /** How many steps were taken before. */
  public long step() {
    return step;
  }
}
