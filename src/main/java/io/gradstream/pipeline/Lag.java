package io.gradstream.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many records every partition is behind: records, and not what else takes offsets.
 *
 * @param records topic to partition to their count
 */
public record Lag(SortedMap<String, SortedMap<Integer, Long>> records) {
  private static final Lag NONE = new Lag(new TreeMap<>());

  /** The count of one partition, from another. */
  interface Count {
    long of(String topic, int partition, long records);
  }

  /** Copies the maps: the value never changes. */
  public Lag {
    SortedMap<String, SortedMap<Integer, Long>> copy = new TreeMap<>();
    records.forEach(
        (topic, partitions) ->
            copy.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(partitions))));
    records = Collections.unmodifiableSortedMap(copy);
  }

  /** That of the partitions of one topic. */
  public static Lag of(String topic, SortedMap<Integer, Long> records) {
    return new Lag(new TreeMap<>(Map.of(topic, records)));
  }

  /** Of no partition anything is known. */
  public static Lag none() {
    return NONE;
  }

  /** That of all partitions together. */
  public long sum() {
    return records.values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The same partitions with other counts. */
  Lag map(Count count) {
    SortedMap<String, SortedMap<Integer, Long>> mapped = new TreeMap<>();
    records.forEach(
        (topic, partitions) -> {
          SortedMap<Integer, Long> counts = new TreeMap<>();
          partitions.forEach(
              (partition, behind) -> counts.put(partition, count.of(topic, partition, behind)));
          mapped.put(topic, counts);
        });
    return new Lag(mapped);
  }
}
