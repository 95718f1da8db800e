package io.gradstream.version.control;

import io.gradstream.version.Offsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Offsets as they stand in trees: {@code {"departures": {"0": 20000}}}.
 *
 * @param offsets of which nothing but the next of each partition is told
 */
record OffsetsTree(Offsets offsets) {
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    offsets
        .byTopic()
        .forEach(
            (topic, partitions) -> {
              Map<String, Object> next = new LinkedHashMap<>();
              partitions.forEach((partition, offset) -> next.put(partition.toString(), offset));
              tree.put(topic, next);
            });
    return tree;
  }

  /**
   * @throws IllegalArgumentException if it is no such tree
   */
  static OffsetsTree of(@Nullable Object tree) {
    Offsets offsets = Offsets.none();
    for (Map.Entry<?, ?> topic : map(tree).entrySet()) {
      for (Map.Entry<?, ?> next : map(topic.getValue()).entrySet()) {
        if (!(next.getValue() instanceof Long offset)) {
          throw new IllegalArgumentException("offsets must be whole numbers: " + next.getValue());
        }
        int partition = Integer.parseInt(String.valueOf(next.getKey()));
        offsets = offsets.with(String.valueOf(topic.getKey()), partition, offset);
      }
    }
    return new OffsetsTree(offsets);
  }

  private static Map<?, ?> map(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("offsets must be an object by topic: " + tree);
  }
}
