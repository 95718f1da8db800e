package io.gradstream.pipeline;

/**
 * How far a run trusts its samples. A step that is taken in good faith costs the least, and if it
 * would not leave finite numbers behind the run fails; one that is tried first leaves out the
 * samples that are to blame. Both take the same steps over all others.
 *
 * @param fromStep so many steps of the model's life are taken in good faith, and none behind them
 * @param untilLearned but behind so many samples without one that is left out, steps are taken in
 *     good faith again
 */
public record Caution(long fromStep, long untilLearned) {
  /** Every step is taken in good faith. */
  public static final Caution NONE = new Caution(Long.MAX_VALUE, 0);

  /** Every step is tried first. */
  public static final Caution ALWAYS = from(0);

  /** Every step from that one on, counted from 0, is tried first. */
  public static Caution from(long step) {
    return new Caution(step, Long.MAX_VALUE);
  }

  /** Whether no step is tried first. */
  public boolean isNone() {
    return fromStep == Long.MAX_VALUE;
  }
}
