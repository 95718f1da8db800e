package io.gradstream.app.replay;

import io.gradstream.config.Overrides;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * One combination of settings, and what became of it.
 *
 * @param overrides the combination
 * @param report its prequential figures, and those of its challengers; none where it was impossible
 * @param seconds how long a processor learned; decoding, which all share, is not in it
 * @param failure why there are no figures; empty otherwise
 */
public record TuneTrial(
    Overrides overrides, Map<String, Object> report, double seconds, String failure) {
  /** The figure that combinations are ranked by is the first of these that there is. */
  private static final List<String> LOSSES = List.of("logLoss", "rmse");

  /** The best first; what has no figures last. */
  public static final Comparator<TuneTrial> BEST_FIRST =
      Comparator.comparingDouble(trial -> trial.loss().orElse(Double.POSITIVE_INFINITY));

  /** A combination that cannot be learned with. */
  static TuneTrial impossible(Overrides overrides, String why) {
    return new TuneTrial(overrides, Map.of(), 0, why);
  }

  /** Its figures over all samples. */
  Map<String, Object> metrics() {
    return contest().metrics();
  }

  /** Who learned beside it, and how well. */
  ContestFigures contest() {
    return new ContestFigures(report);
  }

  /** What it is ranked by, if it has learned anything. */
  public OptionalDouble loss() {
    return loss(metrics()).stream().mapToDouble(Map.Entry::getValue).findFirst();
  }

  /** The figure among others that learners are compared by, with its name. */
  static Optional<Map.Entry<String, Double>> loss(Map<String, Object> metrics) {
    return LOSSES.stream()
        .flatMap(
            name ->
                metrics.get(name) instanceof Number loss
                    ? Stream.of(Map.entry(name, loss.doubleValue()))
                    : Stream.empty())
        .findFirst();
  }

  /** {@code optimizer.type=adam optimizer.learningRate=0.01}. */
  public String name() {
    return name(overrides);
  }

  /** The same of a combination of which nothing is known yet. */
  static String name(Overrides overrides) {
    StringBuilder name = new StringBuilder();
    overrides
        .values()
        .forEach((key, value) -> name.append(key).append('=').append(value).append(' '));
    return name.toString().strip();
  }
}
