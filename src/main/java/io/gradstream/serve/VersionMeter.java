package io.gradstream.serve;

import io.gradstream.pipeline.Lag;
import io.gradstream.version.ModelVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is public: the newest version, how far it has learned, how long its publication took. */
final class VersionMeter {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final Clock clock;
  private final Timer publication;
  private final MultiGauge lag;
  private final PrequentialGauges prequential;
  private final VocabularyGauges vocabularies;
  private final DriftGauges drift;
  private final JoinGauges join;
  private volatile @Nullable ModelVersion newest;

  VersionMeter(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.prequential = new PrequentialGauges(registry);
    this.vocabularies = new VocabularyGauges(registry);
    this.drift = new DriftGauges(registry);
    this.join = new JoinGauges(registry);
    this.publication =
        Timer.builder("gradstream.publication")
            .description("From taking a version to its commit.")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.lag =
        MultiGauge.builder("gradstream.lag.records")
            .description(
                "Records of a partition that can be learned and that the newest version has not.")
            .register(registry);
    gauge(registry, "gradstream.version", "The newest version.", ModelVersion::version);
    gauge(registry, "gradstream.model.samples", "Samples in it.", ModelVersion::samples);
    gauge(registry, "gradstream.model.steps", "Steps in it.", ModelVersion::step);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ModelVersion> figure) {
    Gauge.builder(name, this, each -> each.ofNewest(figure))
        .description(description)
        .register(registry);
  }

  private double ofNewest(ToDoubleFunction<ModelVersion> figure) {
    ModelVersion current = newest;
    return current == null ? 0 : figure.applyAsDouble(current);
  }

  /** This version was there when the learner began. */
  void restored(ModelVersion version) {
    newest = version;
    prequential.show(version.metrics());
    vocabularies.show(version);
    drift.show(version);
    join.show(version);
  }

  /** This version has just been committed. */
  void published(ModelVersion version) {
    Duration took = Duration.between(version.timestamp(), clock.instant());
    publication.record(took.isNegative() ? Duration.ZERO : took);
    restored(version);
  }

  /** Takes up how far the partitions are behind now. */
  void showLag(Lag now) {
    List<Row<?>> rows = new ArrayList<>();
    now.records()
        .forEach(
            (topic, partitions) ->
                partitions.forEach((partition, behind) -> rows.add(row(topic, partition, behind))));
    lag.register(rows, true);
  }

  private static Row<?> row(String topic, int partition, long behind) {
    return Row.of(Tags.of("topic", topic, "partition", Integer.toString(partition)), behind);
  }
}
