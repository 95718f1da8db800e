package io.gradstream.codec;

import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which offsets a version has never learned, as a tree: {@code {topic: {partition: [[first,
 * end]]}}}.
 */
final class SkippedOffsets {
  private SkippedOffsets() {}

  static Map<String, Map<Integer, List<List<Long>>>> of(Offsets offsets) {
    return offsets.skipped().entrySet().stream()
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

  /** These offsets with what a tree says of them. */
  static Offsets added(Offsets offsets, JsonObject byTopic) {
    Offsets all = offsets;
    for (String topic : byTopic.members().keySet()) {
      JsonObject partitions = byTopic.object(topic);
      for (String partition : partitions.members().keySet()) {
        for (Object pair : partitions.required(partition, List.class)) {
          all = all.withSkipped(topic, Integer.parseInt(partition), range(pair));
        }
      }
    }
    return all;
  }

  private static OffsetRange range(Object pair) {
    if (pair instanceof List<?> ends
        && ends.size() == 2
        && ends.get(0) instanceof Long first
        && ends.get(1) instanceof Long end) {
      return new OffsetRange(first, end);
    }
    throw new MalformedContent("skipped must have pairs of offsets: " + pair);
  }
}
