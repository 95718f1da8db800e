package io.gradstream.serve;

import io.gradstream.version.ModelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;

/** How often the world has changed for a model, and how far each feature is from its reference. */
final class DriftGauges {
  private final MultiGauge changes;
  private final MultiGauge stability;

  DriftGauges(MeterRegistry registry) {
    this.changes =
        MultiGauge.builder("gradstream.drift.changes")
            .description("Changes of the world that were found in the model's life.")
            .register(registry);
    this.stability =
        MultiGauge.builder("gradstream.feature.psi")
            .description("A feature's population stability index against its reference.")
            .register(registry);
  }

  void show(ModelVersion version) {
    Map<?, ?> drift = version.metrics().get("drift") instanceof Map<?, ?> map ? map : Map.of();
    changes.register(
        drift.get("changes") instanceof Number found
            ? List.of(Row.of(Tags.empty(), found))
            : List.of(),
        true);
    List<?> features = drift.get("stability") instanceof List<?> list ? list : List.of();
    stability.register(features.stream().<Row<?>>map(DriftGauges::row).toList(), true);
  }

  private static Row<?> row(Object feature) {
    Map<?, ?> figure = (Map<?, ?>) feature;
    Number index = figure.get("psi") instanceof Number number ? number : Double.NaN;
    return Row.of(Tags.of("field", String.valueOf(figure.get("field"))), index);
  }
}
