package io.gradstream.pipeline.batch;

import io.gradstream.version.OffsetRange;
import io.gradstream.version.OffsetRuns;
import io.gradstream.version.Offsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each partition has been read: {@link Offsets} that move in place, because they move with
 * every sample, and how many records that were.
 */
public final class ReadPositions {
  private String[] topics = new String[1];
  private int[] partitions = new int[1];
  private long[] next = new long[1];
  private long[] records = new long[1];
  private long[] lateEnd = new long[1];
  private SortedMap<String, String> topicIds = Collections.emptySortedMap();
  private OffsetRuns skipped = OffsetRuns.none();
  private OffsetRuns caughtUp = OffsetRuns.none();
  private int count;
  private int last;

  /** Sets the next offset of a partition, behind so many records more. */
  public void advance(String topic, int partition, long nextOffset, int passed) {
    if (last >= count || partitions[last] != partition || !topics[last].equals(topic)) {
      last = indexOf(topic, partition);
    }
    next[last] = nextOffset;
    records[last] += passed;
  }

  /** Sets the next offset of a partition behind a run that will never be read. */
  void skip(String topic, int partition, OffsetRange range) {
    advance(topic, partition, range.end(), 0);
    skipped = skipped.with(topic, partition, range);
  }

  /** Has a run of a partition be late. */
  void catchUp(String topic, int partition, OffsetRange range) {
    caughtUp = caughtUp.with(topic, partition, range);
    lateEnd[indexOf(topic, partition)] = range.end();
  }

  /** Whether an offset of the partition that was advanced last is late. */
  boolean isLate(long offset) {
    return offset < lateEnd[last] && isWithin(offset, caughtUp.of(topics[last], partitions[last]));
  }

  private static boolean isWithin(long offset, List<OffsetRange> runs) {
    int newest = runs.size() - 1;
    while (newest >= 0 && offset < runs.get(newest).first()) {
      newest--;
    }
    return newest >= 0 && offset < runs.get(newest).end();
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
      lateEnd = Arrays.copyOf(lateEnd, 2 * size);
    }
  }

  /** Becomes equal to {@code other}, but for the topics' ids. */
  public void copyFrom(ReadPositions other) {
    reserve(other.count);
    if (count != other.count) {
      System.arraycopy(other.topics, 0, topics, 0, other.count);
      System.arraycopy(other.partitions, 0, partitions, 0, other.count);
      count = other.count;
    }
    last = other.last;
    System.arraycopy(other.next, 0, next, 0, other.count);
    System.arraycopy(other.records, 0, records, 0, other.count);
    skipped = other.skipped;
    caughtUp = other.caughtUp;
  }

  /** Takes over the offsets a learner starts from, and the ids of their topics. */
  public void startFrom(Offsets offsets) {
    topicIds = offsets.topicIds();
    skipped = offsets.skipped();
    caughtUp = offsets.caughtUp();
    offsets
        .byTopic()
        .forEach(
            (topic, byPartition) ->
                byPartition.forEach((partition, offset) -> advance(topic, partition, offset, 0)));
    caughtUp.byTopic().forEach(this::startCatchingUp);
  }

  /** Forgets all there is for the offsets a learner starts from again. */
  public void startAgainFrom(Offsets offsets) {
    count = 0;
    last = 0;
    Arrays.fill(next, 0);
    Arrays.fill(records, 0);
    Arrays.fill(lateEnd, 0);
    startFrom(offsets);
  }

  private void startCatchingUp(String topic, Map<Integer, List<OffsetRange>> partitions) {
    partitions.forEach(
        (partition, runs) -> lateEnd[indexOf(topic, partition)] = runs.get(runs.size() - 1).end());
  }

  /** The next offset of the partition that was advanced last; 0 before any was. */
  public long newest() {
    return next[last];
  }

  /** How many records of a partition have been passed. */
  public long records(String topic, int partition) {
    int known = find(topic, partition);
    return known < count ? records[known] : 0;
  }

  /** An immutable copy. */
  public Offsets snapshot() {
    TreeMap<String, SortedMap<Integer, Long>> byTopic = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byTopic.computeIfAbsent(topics[i], topic -> new TreeMap<>()).put(partitions[i], next[i]);
    }
    return new Offsets(byTopic, topicIds, skipped, caughtUp);
  }
}
