package io.gradstream.version;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The next offset to read of every partition: all samples before it have been learned. A topic that
 * is made anew keeps its name and not its id, and offsets are those of one topic.
 *
 * @param byTopic topic to partition to next offset
 * @param topicIds topic to its id, where the source of the samples tells one
 */
public record Offsets(
    SortedMap<String, SortedMap<Integer, Long>> byTopic, SortedMap<String, String> topicIds) {
  private static final Offsets NONE = new Offsets(new TreeMap<>());

  /** Offsets of topics that have no ids. */
  public Offsets(SortedMap<String, SortedMap<Integer, Long>> byTopic) {
    this(byTopic, Collections.emptySortedMap());
  }

  /** Copies the maps: the value never changes. */
  public Offsets {
    SortedMap<String, SortedMap<Integer, Long>> copy = new TreeMap<>();
    byTopic.forEach(
        (topic, partitions) ->
            copy.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(partitions))));
    byTopic = Collections.unmodifiableSortedMap(copy);
    topicIds = Collections.unmodifiableSortedMap(new TreeMap<>(topicIds));
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
    return new Offsets(changed, topicIds);
  }

  /** These offsets with one topic's id set. */
  public Offsets withTopicId(String topic, String id) {
    SortedMap<String, String> changed = new TreeMap<>(topicIds);
    changed.put(topic, id);
    return new Offsets(byTopic, changed);
  }

  /** The next offset of one partition, empty where nothing of it was read. */
  public OptionalLong next(String topic, int partition) {
    Map<Integer, Long> partitions = byTopic.get(topic);
    Long offset = partitions == null ? null : partitions.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** The id of the topic that the offsets are of, empty where none is known. */
  public Optional<String> topicId(String topic) {
    return Optional.ofNullable(topicIds.get(topic));
  }
}
