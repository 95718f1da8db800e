package io.gradstream.serve;

import io.gradstream.version.ModelVersion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** A replica's metrics by Prometheus' names, under the label {@code model}. */
public final class ReplicaMetrics implements AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(100_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMeters jvm;
  private final Timer requests;
  private final Counter predictions;
  private final Counter rejected;
  private final Supplier<Optional<ModelVersion>> newest;

  /**
   * Metrics of a model.
   *
   * @param newest the version that answers
   * @param age how old it is
   */
  public ReplicaMetrics(
      String model, Supplier<Optional<ModelVersion>> newest, Supplier<Optional<Duration>> age) {
    registry.config().commonTags("model", model);
    this.newest = newest;
    this.jvm = new JvmMeters(registry);
    this.requests =
        Timer.builder("gradstream.prediction")
            .description("Answering a request, of one sample or of several.")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.predictions = counter("gradstream.predictions", "Samples that were predicted.");
    this.rejected = counter("gradstream.predictions.rejected", "What was asked and no sample.");
    gauge("gradstream.version", "The version that answers.", ModelVersion::version);
    gauge("gradstream.samples", "How many samples it has learned.", ModelVersion::samples);
    Gauge.builder(
            "gradstream.version.age",
            () -> age.get().map(old -> old.toMillis() / 1e3).orElse(Double.NaN))
        .description("How long ago the version that answers was made.")
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<ModelVersion> of) {
    Gauge.builder(name, () -> newest.get().map(each -> of.applyAsDouble(each)).orElse(Double.NaN))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /** A request was answered. */
  public void answered(long predicted, long refused, long nanoseconds) {
    predictions.increment(predicted);
    rejected.increment(refused);
    requests.record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  /** All of it in Prometheus' text format 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }
}
