package io.gradstream.serve;

import io.gradstream.version.ModelVersion;
import io.gradstream.version.VocabularyFigures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How full a version's vocabularies are, and how much they have evicted, by field. */
final class VocabularyGauges {
  private final MultiGauge rows;
  private final MultiGauge evictions;

  VocabularyGauges(MeterRegistry registry) {
    this.rows =
        MultiGauge.builder("gradstream.vocabulary.rows")
            .description("Categories that have a vector of their own.")
            .register(registry);
    this.evictions =
        MultiGauge.builder("gradstream.vocabulary.evictions")
            .description("Categories that have lost theirs in the model's life.")
            .register(registry);
  }

  void show(ModelVersion version) {
    Map<String, VocabularyFigures> figures = VocabularyFigures.of(version);
    show(rows, figures, VocabularyFigures::rows);
    show(evictions, figures, VocabularyFigures::evictions);
  }

  private static void show(
      MultiGauge gauge,
      Map<String, VocabularyFigures> figures,
      ToLongFunction<VocabularyFigures> figure) {
    gauge.register(
        figures.entrySet().stream()
            .<Row<?>>map(
                each ->
                    Row.of(Tags.of("field", each.getKey()), figure.applyAsLong(each.getValue())))
            .toList(),
        true);
  }
}
