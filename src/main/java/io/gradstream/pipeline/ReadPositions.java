package io.gradstream.pipeline;

import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each partition has been read: {@link Offsets} that move in place, because they move with
 * every sample, and how many records that were.
 */
final class ReadPositions {
  private String[] topics = new String[1];
  private int[] partitions = new int[1];
  private long[] next = new long[1];
  private long[] records = new long[1];
  private SortedMap<String, String> topicIds = Collections.emptySortedMap();
  private Offsets skipped = Offsets.none(); // of which only those that were skipped are ours
  private int count;
  private int last;

  /** Sets the next offset of a partition, behind so many records more. */
  void advance(String topic, int partition, long nextOffset, int passed) {
    if (last >= count || partitions[last] != partition || !topics[last].equals(topic)) {
      last = indexOf(topic, partition);
    }
    next[last] = nextOffset;
    records[last] += passed;
  }

  /** Sets the next offset of a partition behind a run that will never be read. */
  void skip(String topic, int partition, OffsetRange range) {
    advance(topic, partition, range.end(), 0);
    skipped = skipped.withSkipped(topic, partition, range);
  }

  private int indexOf(String topic, int partition) {
    int known = find(topic, partition);
    if (known < count) {
      return known;
    }
    reserve(count + 1);
    topics[count] = topic;
    partitions[count] = partition;
    return count++;
  }

  private int find(String topic, int partition) {
    int i = 0;
    while (i < count && !(partitions[i] == partition && topics[i].equals(topic))) {
      i++;
    }
    return i;
  }

  private void reserve(int size) {
    if (size > next.length) {
      topics = Arrays.copyOf(topics, 2 * size);
      partitions = Arrays.copyOf(partitions, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
      records = Arrays.copyOf(records, 2 * size);
    }
  }

  /** Becomes equal to {@code other}, but for the topics' ids. */
  void copyFrom(ReadPositions other) {
    reserve(other.count);
    if (count != other.count) {
      System.arraycopy(other.topics, 0, topics, 0, other.count);
      System.arraycopy(other.partitions, 0, partitions, 0, other.count);
      count = other.count;
    }
    System.arraycopy(other.next, 0, next, 0, other.count);
    System.arraycopy(other.records, 0, records, 0, other.count);
    skipped = other.skipped;
  }

  /** Takes over the offsets a learner starts from, and the ids of their topics. */
  void startFrom(Offsets offsets) {
    topicIds = offsets.topicIds();
    skipped = offsets;
    offsets
        .byTopic()
        .forEach(
            (topic, byPartition) ->
                byPartition.forEach((partition, offset) -> advance(topic, partition, offset, 0)));
  }

  /** How many records of a partition have been passed. */
  long records(String topic, int partition) {
    int known = find(topic, partition);
    return known < count ? records[known] : 0;
  }

  /** An immutable copy. */
  Offsets snapshot() {
    TreeMap<String, SortedMap<Integer, Long>> byTopic = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byTopic.computeIfAbsent(topics[i], topic -> new TreeMap<>()).put(partitions[i], next[i]);
    }
    return new Offsets(byTopic, topicIds, skipped.skipped());
  }
}
