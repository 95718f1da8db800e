package io.gradstream.serve;

import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.version.ModelVersion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A learner's metrics by Prometheus' names, under the label {@code model}. Counters are those of
 * this process and begin with 0; what a model has been through in its whole life are gauges.
 */
public final class LearnerMetrics implements LearningListener, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMeters jvm;
  private final StepMeter steps;
  private final VersionMeter versions;
  private final KeyMeter keys;
  private final DeadLetterMeter deadLetters;
  private final Counter restores;
  private final Supplier<Lag> lag;

  /**
   * Metrics of a model.
   *
   * @param lag how many records every partition is behind now
   * @param clock tells how old samples are and how long a publication took
   */
  public LearnerMetrics(String model, Supplier<Lag> lag, Clock clock) {
    registry.config().commonTags("model", model);
    this.lag = lag;
    this.jvm = new JvmMeters(registry);
    this.steps = new StepMeter(registry, clock);
    this.versions = new VersionMeter(registry, clock);
    this.keys = new KeyMeter(registry);
    this.deadLetters = new DeadLetterMeter(registry);
    this.restores =
        Counter.builder("gradstream.restores")
            .description("Times the learner has taken up its newest version, the first one too.")
            .register(registry);
  }

  /** Shows as 1 or 0 whether the learner is ready. */
  public void showReady(BooleanSupplier ready) {
    Gauge.builder("gradstream.ready", () -> ready.getAsBoolean() ? 1 : 0)
        .description("Whether /readyz is green.")
        .strongReference(true)
        .register(registry);
  }

  /** Shows as 1 or 0 whether this is the learner, and not one that stands by. */
  public void showActive(BooleanSupplier active) {
    Gauge.builder("gradstream.active", () -> active.getAsBoolean() ? 1 : 0)
        .description("Whether this one learns; 0 while it stands by, or is not restored yet.")
        .strongReference(true)
        .register(registry);
  }

  /** Shows as 1 or 0 whether it was told to pause. */
  public void showPaused(BooleanSupplier paused) {
    Gauge.builder("gradstream.paused", () -> paused.getAsBoolean() ? 1 : 0)
        .description("Whether it was told to learn nothing for now.")
        .strongReference(true)
        .register(registry);
  }

  /** A learner begins, from its newest version if it has one. */
  public void restored(Learner learner, Optional<ModelVersion> newest) {
    restores.increment();
    newest.ifPresent(versions::restored);
    steps.begin(learner.figures());
    learner.keyed().ifPresent(models -> keys.begin(models.counts()));
  }

  @Override
  public void learning(long timestampMs) {
    steps.learning(timestampMs);
  }

  @Override
  public void learned(StepResult result) {
    steps.learned(result);
  }

  @Override
  public void rejected(DeadLetter letter) {
    deadLetters.rejected(letter.reason());
  }

  @Override
  public void unpublished(DeadLetter letter) {
    deadLetters.unpublished();
  }

  @Override
  public void published(ModelVersion version) {
    versions.published(version);
    steps.published();
  }

  /** How long something learned has been waiting for its version; zero if nothing has. */
  public Duration unpublishedFor() {
    return steps.unpublishedFor();
  }

  /** The newest step's learning rate. */
  double learningRate() {
    return steps.learningRate();
  }

  /** The norm of all gradients at the first step after the last call. */
  double gradientNorm() {
    return steps.gradientNorm();
  }

  /** How far the same step moved the parameters. */
  double stepNorm() {
    return steps.stepNorm();
  }

  /** The mean size of what each field adds, the largest first. */
  Map<String, Double> contributions() {
    return steps.contributions();
  }

  /** How many keys have models and where those are; empty where they have none. */
  Map<String, Long> keys() {
    return keys.figures();
  }

  /** How long ago the newest learned sample was written, in seconds; NaN before the first. */
  double newestSampleAge() {
    return steps.newestSampleAge();
  }

  /** All metrics in Prometheus' text format 0.0.4. */
  public String scrape() {
    versions.showLag(lag.get());
    return registry.scrape();
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }
}
