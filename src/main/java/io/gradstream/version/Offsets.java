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
 * @param skipped those before the next offset that were never learned: retention had removed them,
 *     or they were late
 * @param caughtUp those that were late and are learned in larger batches; the newest run may reach
 *     beyond the next offset
 */
public record Offsets(
    SortedMap<String, SortedMap<Integer, Long>> byTopic,
    SortedMap<String, String> topicIds,
    OffsetRuns skipped,
    OffsetRuns caughtUp) {
  private static final Offsets NONE = new Offsets(new TreeMap<>());

  /** Offsets of topics that have no ids. */
  public Offsets(SortedMap<String, SortedMap<Integer, Long>> byTopic) {
    this(byTopic, Collections.emptySortedMap(), OffsetRuns.none(), OffsetRuns.none());
  }

  /** Copies the maps: the value never changes. */
  public Offsets {
    byTopic = OffsetRuns.copyOf(byTopic);
    topicIds = Collections.unmodifiableSortedMap(new TreeMap<>(topicIds));
  }

  /** Nothing read yet. */
  public static Offsets none() {
    return NONE;
  }

  /** These offsets with one partition's set. */
  public Offsets with(String topic, int partition, long nextOffset) {
    return new Offsets(
        OffsetRuns.set(byTopic, topic, partition, nextOffset), topicIds, skipped, caughtUp);
  }

  /** These offsets with one topic's id set. */
  public Offsets withTopicId(String topic, String id) {
    SortedMap<String, String> changed = new TreeMap<>(topicIds);
    changed.put(topic, id);
    return new Offsets(byTopic, changed, skipped, caughtUp);
  }

  /** These offsets with all that is known of runs of them. */
  public Offsets with(OffsetRuns allSkipped, OffsetRuns allCaughtUp) {
    return new Offsets(byTopic, topicIds, allSkipped, allCaughtUp);
  }

  /** These offsets without those of a topic, and without all that is known of it. */
  public Offsets without(String topic) {
    SortedMap<String, SortedMap<Integer, Long>> others = new TreeMap<>(byTopic);
    SortedMap<String, String> otherIds = new TreeMap<>(topicIds);
    others.remove(topic);
    otherIds.remove(topic);
    return new Offsets(others, otherIds, skipped.without(topic), caughtUp.without(topic));
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
