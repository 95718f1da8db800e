package io.gradstream.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a learner does what it is there for: a list of conditions, each of which knows what keeps
 * it from being met. Asked on the server's threads; the conditions must not block.
 */
public final class Readiness {
  private final Map<String, Supplier<String>> facts = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> conditions = new LinkedHashMap<>();

  /**
   * Adds something to be told ahead of the conditions, whatever they are. Not after it is served.
   */
  public Readiness tell(String fact, Supplier<String> text) {
    facts.put(fact, text);
    return this;
  }

  /** Adds a condition; {@code problem} is empty while it is met. Not after it is served. */
  public Readiness require(String condition, Supplier<Optional<String>> problem) {
    conditions.put(condition, problem);
    return this;
  }

  /** Whether every condition is met now. */
  public boolean isReady() {
    return report().ready();
  }

  Report report() {
    boolean ready = true;
    List<String> lines = new ArrayList<>();
    facts.forEach((fact, text) -> lines.add(fact + ": " + text.get()));
    for (Map.Entry<String, Supplier<Optional<String>>> condition : conditions.entrySet()) {
      Optional<String> problem = condition.getValue().get();
      ready &= problem.isEmpty();
      lines.add(condition.getKey() + ": " + problem.map(why -> "no, " + why).orElse("yes"));
    }
    return new Report(ready, String.join("\n", lines) + "\n");
  }

  /** All facts and conditions at one moment, a line each. */
  record Report(boolean ready, String text) {}
}
