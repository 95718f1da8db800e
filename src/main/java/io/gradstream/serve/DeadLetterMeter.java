package io.gradstream.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts dead letters by reason. A reason tells its rule first and then, behind a colon, the value
 * that broke it; only the rule becomes a label, and there are never more than {@value #MOST}.
 */
final class DeadLetterMeter {
  static final int MOST = 50;
  static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new HashMap<>();
  private final Counter unpublished;

  DeadLetterMeter(MeterRegistry registry) {
    this.registry = registry;
    this.unpublished =
        Counter.builder("gradstream.dead.letters.unpublished")
            .description("Records that were no samples, and too many to be published.")
            .register(registry);
  }

  /** On the learner's thread, for whose throughput dead letters hardly count. */
  void rejected(String reason) {
    counter(rule(reason)).increment();
  }

  /** What stands before the value that broke it. */
  static String rule(String reason) {
    int colon = reason.indexOf(':');
    return colon < 0 ? reason : reason.substring(0, colon);
  }

  /** One of those that were rejected is not published. */
  void unpublished() {
    unpublished.increment();
  }

  private Counter counter(String rule) {
    Counter known = counters.get(rule);
    if (known != null) {
      return known;
    }
    return counters.computeIfAbsent(counters.size() < MOST ? rule : OTHER, this::register);
  }

  private Counter register(String rule) {
    return Counter.builder("gradstream.dead.letters")
        .description("Records that were no samples.")
        .tag("reason", rule)
        .register(registry);
  }
}
