package io.gradstream.learn.challenge;

import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * In what a challenger differs from the rest of the configuration: each section that stands here is
 * in the place of the file's.
 *
 * @param optimizer how a gradient changes the parameters
 * @param schedule the learning rate of every step
 * @param loss what is made small
 * @param clip how large a step's gradient may be
 * @param layers of the model
 */
public record ChallengerSettings(
    Optional<OptimizerSettings> optimizer,
    Optional<ScheduleSettings> schedule,
    Optional<LossSettings> loss,
    Optional<ClipSettings> clip,
    Optional<List<LayerSettings>> layers) {
  /** The name of who learns what the configuration says without challengers. */
  public static final String BASE = "base";

  /** The name of who begins anew with the champion's settings where the world has changed. */
  public static final String FRESH = "fresh";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
  private static final Set<String> TAKEN = Set.of(BASE, FRESH);

  /** Copies the layers. */
  public ChallengerSettings {
    layers = layers.map(List::copyOf);
  }

  /**
   * Checks a challenger's name, which stands in versions, metrics and commands.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static void requireName(String name) {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          "challengers must have names of at most 40 letters, digits, - and _, a letter first, and"
              + " neither base nor fresh: "
              + name);
    }
  }
}
