package io.gradstream.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A version's prequential figures, each beside its baselines': {@code
 * gradstream_prequential_log_loss{predictor="no_skill", over="window"}}.
 */
final class PrequentialGauges {
  private static final String BASELINES = "baselines";

  private final MeterRegistry registry;
  private final Map<String, AtomicReference<Double>> values = new ConcurrentHashMap<>();

  PrequentialGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Takes up {@link io.gradstream.learn.ModelVersion#metrics}. */
  void show(Map<String, Object> metrics) {
    show(metrics, "all");
    show(child(metrics, "window"), "window");
  }

  private void show(Map<?, ?> figures, String over) {
    Map<?, ?> baselines = child(figures, BASELINES);
    show(figures, "model", over);
    show(child(baselines, "noSkill"), "no_skill", over);
    show(child(baselines, "noChange"), "no_change", over);
  }

  private void show(Map<?, ?> figures, String predictor, String over) {
    figures.forEach(
        (name, value) -> {
          // The window tells its size beside its figures.
          if (value instanceof Number number && !name.equals("samples")) {
            gauge(snake(name.toString()), predictor, over).set(number.doubleValue());
          }
        });
  }

  private AtomicReference<Double> gauge(String name, String predictor, String over) {
    return values.computeIfAbsent(
        name + ' ' + predictor + ' ' + over,
        key -> {
          AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
          Gauge.builder("gradstream.prequential." + name, value, AtomicReference::get)
              .description("Of predictions made before learning, by model and baselines.")
              .tag("predictor", predictor)
              .tag("over", over)
              .strongReference(true)
              .register(registry);
          return value;
        });
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Map<?, ?> child(Map<?, ?> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> child ? child : Map.of();
  }
}
