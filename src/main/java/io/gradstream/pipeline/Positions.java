package io.gradstream.pipeline;

import io.gradstream.learn.Offsets;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * How far each partition has been read: {@link Offsets} that move in place, because they move with
 * every sample.
 */
final class Positions {
  private String[] topics = new String[1];
  private int[] partitions = new int[1];
  private long[] next = new long[1];
  private int count;
  private int last;

  /** Sets the next offset of a partition. */
  void advance(String topic, int partition, long nextOffset) {
    if (last >= count || partitions[last] != partition || !topics[last].equals(topic)) {
      last = indexOf(topic, partition);
    }
    next[last] = nextOffset;
  }

  private int indexOf(String topic, int partition) {
    for (int i = 0; i < count; i++) {
      if (partitions[i] == partition && topics[i].equals(topic)) {
        return i;
      }
    }
    reserve(count + 1);
    topics[count] = topic;
    partitions[count] = partition;
    return count++;
  }

  private void reserve(int size) {
    if (size > next.length) {
      topics = Arrays.copyOf(topics, 2 * size);
      partitions = Arrays.copyOf(partitions, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
  }

  /** Becomes equal to {@code other}. */
  void copyFrom(Positions other) {
    reserve(other.count);
    if (count != other.count) {
      System.arraycopy(other.topics, 0, topics, 0, other.count);
      System.arraycopy(other.partitions, 0, partitions, 0, other.count);
      count = other.count;
    }
    System.arraycopy(other.next, 0, next, 0, other.count);
  }

  /** Takes over the offsets a learner starts from. */
  void startFrom(Offsets offsets) {
    offsets
        .byTopic()
        .forEach(
            (topic, byPartition) ->
                byPartition.forEach((partition, offset) -> advance(topic, partition, offset)));
  }

  /** An immutable copy. */
  Offsets snapshot() {
    TreeMap<String, java.util.SortedMap<Integer, Long>> byTopic = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byTopic.computeIfAbsent(topics[i], topic -> new TreeMap<>()).put(partitions[i], next[i]);
    }
    return new Offsets(byTopic);
  }
}
