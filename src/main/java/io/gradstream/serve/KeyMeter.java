package io.gradstream.serve;

import io.gradstream.learn.keyed.KeyCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The models that keys have, and which are in memory; nothing where they have none. */
final class KeyMeter {
  /** What was counted before the learner in hand, and what it counts. */
  private record Tally(KeyCounts current, long evictionsBefore, long reloadsBefore) {
    Tally followedBy(KeyCounts next) {
      return new Tally(next, evictions(), reloads());
    }

    long keys() {
      return current.keys();
    }

    long inMemory() {
      return current.inMemory();
    }

    long evictions() {
      return evictionsBefore + current.evictions();
    }

    long reloads() {
      return reloadsBefore + current.reloads();
    }
  }

  private final MeterRegistry registry;
  private volatile @Nullable Tally tally;

  KeyMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  /** From here on a learner counts that has just begun. */
  void begin(KeyCounts counts) {
    Tally before = tally;
    if (before == null) {
      tally = new Tally(counts, 0, 0);
      register();
    } else {
      tally = before.followedBy(counts);
    }
  }

  private void register() {
    gauge("gradstream.keys", "Keys that have a model, in memory or not.", Tally::keys);
    gauge("gradstream.keys.in.memory", "Keys whose model is in memory.", Tally::inMemory);
    count(
        "gradstream.key.evictions",
        "Models that have left memory for the topic of state.",
        Tally::evictions);
    count(
        "gradstream.key.reloads",
        "Models that have come back from there, those after a restore too.",
        Tally::reloads);
  }

  private void gauge(String name, String description, ToDoubleFunction<Tally> figure) {
    Gauge.builder(name, this, each -> each.figure(figure))
        .description(description)
        .register(registry);
  }

  private void count(String name, String description, ToDoubleFunction<Tally> figure) {
    FunctionCounter.builder(name, this, each -> each.figure(figure))
        .description(description)
        .register(registry);
  }

  private double figure(ToDoubleFunction<Tally> figure) {
    Tally current = tally;
    return current == null ? Double.NaN : figure.applyAsDouble(current);
  }

  /** What a page shows of them; empty where keys have no models. */
  Map<String, Long> figures() {
    Tally current = tally;
    if (current == null) {
      return Map.of();
    }
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("models", current.keys());
    figures.put("inMemory", current.inMemory());
    figures.put("evictions", current.evictions());
    figures.put("reloads", current.reloads());
    return figures;
  }
}
