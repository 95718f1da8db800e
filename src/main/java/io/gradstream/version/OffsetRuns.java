package io.gradstream.version;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs of offsets that something is to be remembered of, the newest {@value #MOST} of each
 * partition in their order.
 *
 * @param byTopic topic to partition to runs
 */
public record OffsetRuns(SortedMap<String, SortedMap<Integer, List<OffsetRange>>> byTopic) {
  /** A learner that retention overtakes for months must not grow its versions by that. */
  private static final int MOST = 100;

  private static final OffsetRuns NONE = new OffsetRuns(Collections.emptySortedMap());

  /** Copies the maps, not the lists, which must not change. */
  public OffsetRuns {
    byTopic = copyOf(byTopic);
  }

  /** None of any partition. */
  public static OffsetRuns none() {
    return NONE;
  }

  public boolean isEmpty() {
    return byTopic.isEmpty();
  }

  /** Those of one partition, in their order. */
  public List<OffsetRange> of(String topic, int partition) {
    SortedMap<Integer, List<OffsetRange>> partitions = byTopic.get(topic);
    return partitions == null
        ? List.of()
        : Objects.requireNonNull(partitions.getOrDefault(partition, List.of()));
  }

  /** These with one more of a partition, behind the others. */
  public OffsetRuns with(String topic, int partition, OffsetRange range) {
    List<OffsetRange> ranges = new ArrayList<>(of(topic, partition));
    ranges.add(range);
    List<OffsetRange> newest =
        List.copyOf(ranges.subList(Math.max(0, ranges.size() - MOST), ranges.size()));
    return new OffsetRuns(set(byTopic, topic, partition, newest));
  }

  /** These without those of a topic. */
  public OffsetRuns without(String topic) {
    SortedMap<String, SortedMap<Integer, List<OffsetRange>>> others = new TreeMap<>(byTopic);
    others.remove(topic);
    return new OffsetRuns(others);
  }

  // Here and not with the offsets, which have runs: whichever class is loaded first needs both.

  static <T> SortedMap<String, SortedMap<Integer, T>> copyOf(
      SortedMap<String, SortedMap<Integer, T>> byTopic) {
    SortedMap<String, SortedMap<Integer, T>> copy = new TreeMap<>();
    byTopic.forEach(
        (topic, partitions) ->
            copy.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(partitions))));
    return Collections.unmodifiableSortedMap(copy);
  }

  static <T> SortedMap<String, SortedMap<Integer, T>> set(
      SortedMap<String, SortedMap<Integer, T>> byTopic, String topic, int partition, T value) {
    SortedMap<String, SortedMap<Integer, T>> changed = new TreeMap<>(byTopic);
    SortedMap<Integer, T> partitions =
        new TreeMap<>(changed.getOrDefault(topic, Collections.emptySortedMap()));
    partitions.put(partition, value);
    changed.put(topic, partitions);
    return changed;
  }
}
