package io.gradstream.serve;

import io.gradstream.learn.Contest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A version's prequential figures, each beside its baselines': {@code
 * gradstream_prequential_log_loss{predictor="no_skill", over="window"}}; and by class, where there
 * are no more than {@value #MOST_CLASSES}: {@code gradstream_prequential_recall{class="3"}}; and of
 * each challenger: {@code gradstream_challenger_log_loss{challenger="fast", over="window"}}. One
 * that a version does not have is NaN from then on.
 */
final class PrequentialGauges {
  private static final int MOST_CLASSES = 20;
  private static final String DESCRIPTION =
      "Of predictions made before learning, by model, baselines and challengers.";
  private static final String BASELINES = "baselines";
  private static final String CLASSES = "classes";
  private static final String PREQUENTIAL = "prequential.";
  private static final String WINDOW = "window";
  private static final String PROMOTIONS = "promotions";
  private static final Set<String> NO_FIGURES = Set.of("samples", "factor");

  private final MeterRegistry registry;
  private final Map<Key, AtomicReference<Double>> values = new ConcurrentHashMap<>();

  PrequentialGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Takes up {@link io.gradstream.version.ModelVersion#metrics}. */
  void show(Map<String, Object> metrics) {
    Map<Key, Double> figures = new HashMap<>();
    add(figures, metrics, "all");
    add(figures, child(metrics, WINDOW), WINDOW);
    add(figures, child(metrics, "fading"), "fading");
    addChallengers(figures, child(metrics, Contest.FIGURES));
    values.forEach((key, value) -> value.set(figures.getOrDefault(key, Double.NaN)));
    figures.forEach((key, figure) -> gauge(key).set(figure));
  }

  private static void add(Map<Key, Double> all, Map<?, ?> figures, String over) {
    Map<?, ?> baselines = child(figures, BASELINES);
    add(all, figures, Tags.of("predictor", "model", "over", over));
    add(all, child(baselines, "noSkill"), Tags.of("predictor", "no_skill", "over", over));
    add(all, child(baselines, "noChange"), Tags.of("predictor", "no_change", "over", over));
    Map<?, ?> classes = child(figures, CLASSES);
    if (classes.size() <= MOST_CLASSES) {
      classes.keySet().forEach(name -> addClass(all, classes, name.toString(), over));
    }
  }

  private static void addClass(Map<Key, Double> all, Map<?, ?> classes, String name, String over) {
    add(all, child(classes, name), Tags.of("predictor", "model", "over", over, "class", name));
  }

  private static void addChallengers(Map<Key, Double> all, Map<?, ?> contest) {
    if (contest.get(PROMOTIONS) instanceof Number promotions) {
      all.put(new Key(PROMOTIONS, Tags.empty()), promotions.doubleValue());
    }
    Map<?, ?> each = child(contest, "figures");
    each.keySet().forEach(name -> addChallenger(all, child(each, name.toString()), name));
  }

  private static void addChallenger(Map<Key, Double> all, Map<?, ?> figures, Object name) {
    Tags tags = Tags.of("challenger", name.toString());
    add(all, "challenger.", figures, tags.and("over", "all"));
    add(all, "challenger.", child(figures, WINDOW), tags.and("over", WINDOW));
  }

  private static void add(Map<Key, Double> all, Map<?, ?> figures, Tags tags) {
    add(all, PREQUENTIAL, figures, tags);
  }

  private static void add(Map<Key, Double> all, String prefix, Map<?, ?> figures, Tags tags) {
    figures.forEach(
        (name, value) -> {
          // The window and a class tell their size beside their figures, what fades by how much.
          if (value instanceof Number number && !NO_FIGURES.contains(name)) {
            all.put(new Key(prefix + snake(name.toString()), tags), number.doubleValue());
          }
        });
  }

  private AtomicReference<Double> gauge(Key key) {
    return values.computeIfAbsent(
        key,
        absent -> {
          AtomicReference<Double> value = new AtomicReference<>(Double.NaN);
          Gauge.builder("gradstream." + key.name(), value, AtomicReference::get)
              .description(DESCRIPTION)
              .tags(key.tags())
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

  private record Key(String name, Tags tags) {}
}
