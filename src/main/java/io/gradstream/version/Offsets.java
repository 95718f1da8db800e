package io.gradstream.version;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * @param skipped topic to partition to those before the next offset that were never learned, for
 *     retention had removed them: the newest {@value #MOST_SKIPPED} runs, in their order
 */
public record Offsets(
    SortedMap<String, SortedMap<Integer, Long>> byTopic,
    SortedMap<String, String> topicIds,
    SortedMap<String, SortedMap<Integer, List<OffsetRange>>> skipped) {
  /** A learner that retention overtakes for months must not grow its versions by that. */
  private static final int MOST_SKIPPED = 100;

  private static final Offsets NONE = new Offsets(new TreeMap<>());

  /** Offsets of topics that have no ids. */
  public Offsets(SortedMap<String, SortedMap<Integer, Long>> byTopic) {
    this(byTopic, Collections.emptySortedMap(), Collections.emptySortedMap());
  }

  /** Copies the maps: the value never changes. */
  public Offsets {
    byTopic = copyOf(byTopic);
    topicIds = Collections.unmodifiableSortedMap(new TreeMap<>(topicIds));
    skipped = copyOf(skipped);
  }

  private static <T> SortedMap<String, SortedMap<Integer, T>> copyOf(
      SortedMap<String, SortedMap<Integer, T>> byTopic) {
    SortedMap<String, SortedMap<Integer, T>> copy = new TreeMap<>();
    byTopic.forEach(
        (topic, partitions) ->
            copy.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(partitions))));
    return Collections.unmodifiableSortedMap(copy);
  }

  /** Nothing read yet. */
  public static Offsets none() {
    return NONE;
  }

  /** These offsets with one partition's set. */
  public Offsets with(String topic, int partition, long nextOffset) {
    return new Offsets(set(byTopic, topic, partition, nextOffset), topicIds, skipped);
  }

  private static <T> SortedMap<String, SortedMap<Integer, T>> set(
      SortedMap<String, SortedMap<Integer, T>> byTopic, String topic, int partition, T value) {
    SortedMap<String, SortedMap<Integer, T>> changed = new TreeMap<>(byTopic);
    SortedMap<Integer, T> partitions =
        new TreeMap<>(changed.getOrDefault(topic, Collections.emptySortedMap()));
    partitions.put(partition, value);
    changed.put(topic, partitions);
    return changed;
  }

  /** These offsets with one topic's id set. */
  public Offsets withTopicId(String topic, String id) {
    SortedMap<String, String> changed = new TreeMap<>(topicIds);
    changed.put(topic, id);
    return new Offsets(byTopic, changed, skipped);
  }

  /** These offsets with one more run of a partition that was never learned. */
  public Offsets withSkipped(String topic, int partition, OffsetRange range) {
    List<OffsetRange> ranges = new ArrayList<>(skipped(topic, partition));
    ranges.add(range);
    List<OffsetRange> newest =
        List.copyOf(ranges.subList(Math.max(0, ranges.size() - MOST_SKIPPED), ranges.size()));
    return new Offsets(byTopic, topicIds, set(skipped, topic, partition, newest));
  }

  /** These offsets without those of a topic, and without all that is known of it. */
  public Offsets without(String topic) {
    SortedMap<String, SortedMap<Integer, Long>> others = new TreeMap<>(byTopic);
    SortedMap<String, String> otherIds = new TreeMap<>(topicIds);
    SortedMap<String, SortedMap<Integer, List<OffsetRange>>> otherSkipped = new TreeMap<>(skipped);
    others.remove(topic);
    otherIds.remove(topic);
    otherSkipped.remove(topic);
    return new Offsets(others, otherIds, otherSkipped);
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

  /** The runs of one partition that were never learned, in their order. */
  public List<OffsetRange> skipped(String topic, int partition) {
    return skipped
        .getOrDefault(topic, Collections.emptySortedMap())
        .getOrDefault(partition, List.of());
  }
}
