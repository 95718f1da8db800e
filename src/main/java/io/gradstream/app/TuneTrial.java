package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.config.Overrides;
import io.gradstream.config.Settings;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One combination of settings, and what became of it.
 *
 * @param overrides the combination
 * @param metrics prequential figures over all samples; none where it was impossible
 * @param seconds how long it took
 * @param failure why there are no figures; empty otherwise
 */
record TuneTrial(Overrides overrides, Map<String, Object> metrics, double seconds, String failure) {
  /** The figure that combinations are ranked by is the first of these that there is. */
  private static final List<String> LOSSES = List.of("logLoss", "rmse");

  /** Where a value stands in a file is no news of a value that was given on the command line. */
  private static final Pattern PLACE = Pattern.compile("^[^ ]+:\\d+: ");

  /** The best first; what has no figures last. */
  static final Comparator<TuneTrial> BEST_FIRST =
      Comparator.comparingDouble(trial -> trial.loss().orElse(Double.POSITIVE_INFINITY));

  /** Learns with one combination; whatever is wrong with it is told and not thrown. */
  static TuneTrial run(Path config, Overrides overrides, SampleOptions samples, Console console) {
    long startNs = System.nanoTime();
    try {
      Settings settings = overrides.settings(config, System.getenv());
      Map<String, Object> summary =
          Replay.of(settings, samples, new ReplayOutputs(), console).training().run();
      double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
      return new TuneTrial(overrides, metrics(summary), seconds, "");
    } catch (RuntimeException impossible) {
      String why = PLACE.matcher(String.valueOf(impossible.getMessage())).replaceFirst("");
      return new TuneTrial(overrides, Map.of(), 0, why);
    }
  }

  @SuppressWarnings("unchecked") // a tree for JSON, whose keys are texts
  private static Map<String, Object> metrics(Map<String, Object> summary) {
    return summary.get("metrics") instanceof Map<?, ?> metrics
        ? (Map<String, Object>) metrics
        : Map.of();
  }

  /** What it is ranked by, if it has learned anything. */
  OptionalDouble loss() {
    return LOSSES.stream()
        .map(metrics::get)
        .filter(Number.class::isInstance)
        .mapToDouble(loss -> ((Number) loss).doubleValue())
        .findFirst();
  }

  /** {@code optimizer.type=adam optimizer.learningRate=0.01}. */
  String name() {
    StringBuilder name = new StringBuilder();
    overrides
        .values()
        .forEach((key, value) -> name.append(key).append('=').append(value).append(' '));
    return name.toString().strip();
  }
}
