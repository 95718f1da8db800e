package io.gradstream.serve;

import io.gradstream.pipeline.join.JoinFigures;
import io.gradstream.version.ModelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;

/** How features and labels have found each other, where those come later. */
final class JoinGauges {
  private final MultiGauge halves;

  JoinGauges(MeterRegistry registry) {
    this.halves =
        MultiGauge.builder("gradstream.join.records")
            .description(
                "Features that wait for labels now, and in the model's life those that were joined,"
                    + " those that expired, and records that were given up.")
            .register(registry);
  }

  void show(ModelVersion version) {
    Object join = version.metrics().get(JoinFigures.NAME);
    Map<?, ?> figures = join instanceof Map<?, ?> map ? map : Map.of();
    List<Row<?>> rows = figures.entrySet().stream().<Row<?>>map(JoinGauges::row).toList();
    halves.register(rows, true);
  }

  private static Row<?> row(Map.Entry<?, ?> figure) {
    Number count = figure.getValue() instanceof Number number ? number : Double.NaN;
    return Row.of(Tags.of("state", String.valueOf(figure.getKey())), count);
  }
}
