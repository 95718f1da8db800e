package io.gradstream.version;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a model stood at one of its versions: a point of the time series that its figures make.
 *
 * @param model the model's name
 * @param version the version's number
 * @param step optimizer steps taken
 * @param samples samples learned
 * @param timestamp when the version was taken
 * @param newestSample when the newest record it has learned was written, as far as that is known
 * @param loss the mean over the steps since the version before, each measured before it was taken
 *     and reduced as configured; NaN where there was none
 * @param learningRate of the step behind it
 * @param rejected records that were no samples, and samples that were left out, in the model's life
 * @param metrics the version's, less what is of single classes or of ranges of predictions: a point
 *     is small
 */
public record VersionFigures(
    String model,
    long version,
    long step,
    long samples,
    Instant timestamp,
    Optional<Instant> newestSample,
    double loss,
    double learningRate,
    long rejected,
    Map<String, Object> metrics) {
  private static final Set<String> PICTURES = Set.of("classes", "confusion", "calibration");
  private static final String WINDOW = "window";

  /** Those of a version, and what it does not tell itself. */
  public static VersionFigures of(
      ModelVersion version,
      Optional<Instant> newestSample,
      double loss,
      double learningRate,
      long rejected) {
    return new VersionFigures(
        version.model(),
        version.version(),
        version.step(),
        version.samples(),
        version.timestamp(),
        newestSample,
        loss,
        learningRate,
        rejected,
        curves(version.metrics()));
  }

  /**
   * The same metrics, over all samples and over the last ones, less what is of single classes or of
   * ranges of predictions.
   */
  public static Map<String, Object> curves(Map<String, Object> metrics) {
    Map<String, Object> rest = new LinkedHashMap<>(metrics);
    rest.keySet().removeAll(PICTURES);
    if (rest.get(WINDOW) instanceof Map<?, ?> window) {
      Map<Object, Object> ofWindow = new LinkedHashMap<>(window);
      ofWindow.keySet().removeAll(PICTURES);
      rest.put(WINDOW, ofWindow);
    }
    return rest;
  }
}
