package io.gradstream.learn;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The next offset to read of every partition: all samples before it have been learned.
 *
 * @param byTopic topic to partition to next offset
 */
public record Offsets(SortedMap<String, SortedMap<Integer, Long>> byTopic) {
  private static final Offsets NONE = new Offsets(new TreeMap<>());

  /** Copies the maps: the value never changes. */
  public Offsets {
    SortedMap<String, SortedMap<Integer, Long>> copy = new TreeMap<>();
    byTopic.forEach(
        (topic, partitions) ->
            copy.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(partitions))));
    byTopic = Collections.unmodifiableSortedMap(copy);
  }

  /** Nothing read yet. */
  public static Offsets none() {
    return NONE;
  }

  /** These offsets with one partition's set. */
  public Offsets with(String topic, int partition, long nextOffset) {
    SortedMap<String, SortedMap<Integer, Long>> changed = new TreeMap<>(byTopic);
    SortedMap<Integer, Long> partitions =
        new TreeMap<>(changed.getOrDefault(topic, Collections.emptySortedMap()));
    partitions.put(partition, nextOffset);
    changed.put(topic, partitions);
    return new Offsets(changed);
  }

  /** The next offset of one partition, empty where nothing of it was read. */
  public OptionalLong next(String topic, int partition) {
    Map<Integer, Long> partitions = byTopic.get(topic);
    Long offset = partitions == null ? null : partitions.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }
}
