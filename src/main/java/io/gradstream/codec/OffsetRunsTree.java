package io.gradstream.codec;

import io.gradstream.version.OffsetRange;
import io.gradstream.version.OffsetRuns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs of offsets as a tree: {@code {topic: {partition: [[first, end]]}}}. */
final class OffsetRunsTree {
  private OffsetRunsTree() {}

  static Map<String, Map<Integer, List<List<Long>>>> of(OffsetRuns runs) {
    return runs.byTopic().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, each -> pairs(each.getValue()), (a, b) -> a, TreeMap::new));
  }

  private static Map<Integer, List<List<Long>>> pairs(Map<Integer, List<OffsetRange>> partitions) {
    Map<Integer, List<List<Long>>> pairs = new TreeMap<>();
    partitions.forEach(
        (partition, ranges) ->
            pairs.put(
                partition,
                ranges.stream().map(range -> List.of(range.first(), range.end())).toList()));
    return pairs;
  }

  /** The runs that a tree tells. */
  static OffsetRuns runs(JsonObject byTopic) {
    OffsetRuns runs = OffsetRuns.none();
    for (String topic : byTopic.members().keySet()) {
      JsonObject partitions = byTopic.object(topic);
      for (String partition : partitions.members().keySet()) {
        for (Object pair : partitions.required(partition, List.class)) {
          runs = runs.with(topic, Integer.parseInt(partition), range(pair));
        }
      }
    }
    return runs;
  }

  private static OffsetRange range(Object pair) {
    if (pair instanceof List<?> ends
        && ends.size() == 2
        && ends.get(0) instanceof Long first
        && ends.get(1) instanceof Long end) {
      return new OffsetRange(first, end);
    }
    throw new MalformedContent("runs of offsets must be pairs of them: " + pair);
  }
}
