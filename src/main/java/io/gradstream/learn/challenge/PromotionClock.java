package io.gradstream.learn.challenge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When champion and challengers are compared, and how often there was a promotion: counted in
 * samples, so that the same samples have the same promotions.
 */
public final class PromotionClock {
  private final PromotionSettings.@Nullable Automatic automatic;
  private long promotions;
  private long promotedAt;
  private long windowFrom;

  /** One that has seen nothing; it never strikes where promotions are commanded alone. */
  public PromotionClock(Optional<PromotionSettings.Automatic> automatic) {
    this.automatic = automatic.orElse(null);
  }

  /** Whether a window ends behind so many samples, in which somebody may be promoted. */
  public boolean strikes(long samples) {
    return automatic != null && samples - windowFrom >= automatic.window();
  }

  /** Whether another promotion would be too soon behind the last. */
  public boolean isCoolingDown(long samples) {
    return automatic != null && promotions > 0 && samples - promotedAt < automatic.coolDown();
  }

  /** Another window begins behind so many samples. */
  public void beginWindow(long samples) {
    windowFrom = samples;
  }

  /** Somebody is promoted behind so many samples. */
  public void promoted(long samples) {
    promotions++;
    promotedAt = samples;
    beginWindow(samples);
  }

  /** How many promotions there were in the model's life. */
  public long promotions() {
    return promotions;
  }

  /** Behind how many samples the last one was; 0 without. */
  public long promotedAt() {
    return promotedAt;
  }

  /** The whole state, for {@link #restore}. */
  public double[] state() {
    return new double[] {promotions, promotedAt, windowFrom};
  }

  /** Goes on from what {@link #state} gave. */
  public void restore(double[] state) {
    promotions = (long) state[0];
    promotedAt = (long) state[1];
    windowFrom = (long) state[2];
  }
}
