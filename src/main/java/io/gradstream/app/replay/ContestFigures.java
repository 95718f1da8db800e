package io.gradstream.app.replay;

import io.gradstream.learn.Contest;
import io.gradstream.learn.challenge.ChallengerSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report of a learner's figures tells of its challengers.
 *
 * @param report as a summary has it
 */
record ContestFigures(Map<String, Object> report) {
  /** Who is published, whose figures the report's own are. */
  String champion() {
    return contest().getOrDefault("champion", ChallengerSettings.BASE).toString();
  }

  /** The figures of all others over all samples by their names; none where there are none. */
  Map<String, Map<String, Object>> challengers() {
    Map<String, Map<String, Object>> challengers = new LinkedHashMap<>();
    child(contest(), "figures").forEach((name, own) -> challengers.put(name, tree(own)));
    return challengers;
  }

  /** The champion's own figures over all samples. */
  Map<String, Object> metrics() {
    return child(report, "metrics");
  }

  private Map<String, Object> contest() {
    return child(report, Contest.FIGURES);
  }

  private static Map<String, Object> child(Map<String, Object> tree, String key) {
    return tree(tree.getOrDefault(key, Map.of()));
  }

  @SuppressWarnings("unchecked") // a tree for JSON, whose keys are texts
  private static Map<String, Object> tree(Object member) {
    return member instanceof Map<?, ?> tree ? (Map<String, Object>) tree : Map.of();
  }
}
