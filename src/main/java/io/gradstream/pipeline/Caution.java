package io.gradstream.pipeline;

/**
 * How far a run trusts its samples. A step that is taken in good faith costs the least, and if it
 * is refused the run fails; one that is tried first leaves out the samples that are to blame. Both
 * take the same steps over all others.
 *
 * @param fromStep so many steps of the model's life are taken in good faith
 * @param throughStep every step from there to this one, counted from 0, is tried first; and so are
 *     those behind it, until enough samples in a row have been learned
 */
public record Caution(long fromStep, long throughStep) {
  /** Every step is taken in good faith. */
  public static final Caution NONE = new Caution(Long.MAX_VALUE, Long.MIN_VALUE);

  /** Every step is tried first. */
  public static final Caution ALWAYS = new Caution(0, Long.MAX_VALUE);

  /** Behind so many samples without one that is left out, a run trusts them again. */
  private static final long TRUSTED_AGAIN = 10_000;

  /** The caution for the next run, after one with this caution has failed at a step. */
  public Caution after(long failedStep) {
    return new Caution(Math.min(fromStep, failedStep), Math.max(throughStep, failedStep));
  }

  /**
   * Whether a step is to be tried first.
   *
   * @param step how many have been taken before it
   * @param learnedInARow samples learned in this run since one was left out
   */
  boolean isFor(long step, long learnedInARow) {
    return step >= fromStep && (step <= throughStep || learnedInARow < TRUSTED_AGAIN);
  }
}
