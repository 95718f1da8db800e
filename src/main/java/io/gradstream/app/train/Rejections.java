package io.gradstream.app.train;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Why records were rejected, counted by the rule they broke: what stands before a colon. */
public final class Rejections {
  /** Rules of which no more are told apart: a reason may hold what a record has. */
  private static final int MOST = 100;

  private final Map<String, Rule> rules = new HashMap<>();
  private long count;

  /** Takes in one more. */
  public synchronized void add(String reason) {
    count++;
    int colon = reason.indexOf(": ");
    String rule = colon < 0 ? reason : reason.substring(0, colon);
    if (rules.size() < MOST || rules.containsKey(rule)) {
      rules.computeIfAbsent(rule, known -> new Rule(reason)).count++;
    }
  }

  /** Forgets them. */
  public synchronized void clear() {
    rules.clear();
    count = 0;
  }

  /** How many there were. */
  public synchronized long count() {
    return count;
  }

  /** The first reason of those that broke the rule that most broke, with their number. */
  public synchronized Optional<String> commonest() {
    return rules.values().stream()
        .max(Comparator.comparingLong(rule -> rule.count))
        .map(rule -> "%s (%,d of %,d rejected)".formatted(rule.example, rule.count, count));
  }

  private static final class Rule {
    private final String example;
    private long count;

    public Rule(String example) {
      this.example = example;
    }
  }
}
