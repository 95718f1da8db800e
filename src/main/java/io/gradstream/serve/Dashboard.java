package io.gradstream.serve;

import static java.lang.Double.NaN;

import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.FeatureWeights;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.VersionFigures;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a learner, kept in bounded memory from the start of the process on, and of
 * its curve what was before as far as that is told. The learner's thread pays a few stores a
 * sample, and a point of the curve a few times a second.
 */
public final class Dashboard implements LearningListener {
  private static final int MOST_FIELDS = 30;

  private final String model;
  private final Readiness readiness;
  private final Supplier<Lag> lag;
  private final LearnerMetrics metrics;
  private final Clock clock;
  private final LearningCurve curve = new LearningCurve();
  private final NewestDeadLetters deadLetters = new NewestDeadLetters();

  private volatile @Nullable ModelVersion newest;
  private boolean commanded;

  /**
   * That of a learner.
   *
   * @param readiness told in words
   * @param lag how many records every partition is behind now
   * @param metrics of the same learner, which hears of every step itself
   */
  public Dashboard(
      String model, Readiness readiness, Supplier<Lag> lag, LearnerMetrics metrics, Clock clock) {
    this.model = model;
    this.readiness = readiness;
    this.lag = lag;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Has it show how commands are given. Not after it is served. */
  public Dashboard commanded() {
    commanded = true;
    return this;
  }

  /** A learner begins, from its newest version if it has one. */
  public void restored(Optional<ModelVersion> version) {
    version.ifPresent(found -> newest = found);
  }

  /** What was published before this process, oldest first; from any thread, at any time. */
  public void past(List<VersionFigures> figures) {
    curve.fill(figures.stream().map(CurvePoint::of).toList());
  }

  /** How often the past was told: the curve is longer than it was. */
  long fillings() {
    return curve.fillings();
  }

  @Override
  public void rejected(DeadLetter letter) {
    deadLetters.rejected(letter, clock.millis());
  }

  @Override
  public void published(ModelVersion version) {
    newest = version;
    if (curve.isDue()) {
      curve.add(point(version, clock.millis()));
    }
  }

  private CurvePoint point(ModelVersion version, long nowMs) {
    return new CurvePoint(
        nowMs,
        version.version(),
        version.samples(),
        curve.newest().map(before -> before.perSecondUntil(version.samples(), nowMs)).orElse(NaN),
        OptionalLong.of(lag.get().sum()),
        metrics.learningRate(),
        metrics.gradientNorm(),
        metrics.stepNorm(),
        VersionFigures.curves(version.metrics()));
  }

  /**
   * All of it at this moment, ready for JSON.
   *
   * @param seen the curve begins behind this version
   */
  Map<String, Object> tree(long seen) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Readiness.Report report = readiness.report();
    tree.put("model", model);
    tree.put("ready", report.ready());
    tree.put("report", report.text());
    tree.put("lag", lag.get().sum());
    tree.put("commanded", commanded);
    CurvePoint.putFinite(tree, "newestSampleAge", metrics.newestSampleAge());
    tree.put("deadLetters", deadLetters.tree());
    ModelVersion version = newest;
    if (version != null) {
      tree.put("version", version.version());
      tree.put("samples", version.samples());
      tree.put("steps", version.step());
      tree.put("figures", version.metrics());
      tree.put("weights", FeatureWeights.of(version));
    }
    Map<String, Long> keys = metrics.keys();
    if (!keys.isEmpty()) {
      tree.put("keys", keys);
    }
    tree.put("contributions", contributions());
    tree.put("points", curve.after(seen).stream().map(CurvePoint::tree).toList());
    return tree;
  }

  private List<Map<String, Object>> contributions() {
    return metrics.contributions().entrySet().stream()
        .limit(MOST_FIELDS)
        .map(each -> Map.<String, Object>of("field", each.getKey(), "size", each.getValue()))
        .toList();
  }
}
