package io.gradstream.kafka.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.SampleLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampMergeTest {
  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, 3).mapToObj(i -> new TopicPartition("in", i)).toList();

  private static final long NOW_MS = 1_000_000;

  private final TimestampMerge merge = new TimestampMerge(new SampleLimits(), List.of("in"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ready_however_polled_isInTheOrderOfTimestamps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<ConsumerRecord<byte[], byte[]>>> all = new ArrayList<>();
    for (TopicPartition partition : PARTITIONS) {
      all.add(rising(partition, random.nextInt(200), random));
    }
    int[] polled = new int[PARTITIONS.size()];
    List<ConsumerRecord<byte[], byte[]>> merged = new ArrayList<>();

    for (int turn = 0; turn < 10_000; turn++) {
      int which = random.nextInt(PARTITIONS.size());
      int to = Math.min(all.get(which).size(), polled[which] + random.nextInt(30));
      if (to > polled[which]) {
        merge.add(PARTITIONS.get(which), all.get(which).subList(polled[which], to), NOW_MS);
        polled[which] = to;
      }
      merge
          .ready(
              PARTITIONS,
              partition -> {
                int number = partition.partition();
                boolean ended = polled[number] == all.get(number).size();
                return ended ? Long.MAX_VALUE : Long.MIN_VALUE;
              })
          .forEach(chunk -> merged.addAll(chunk.records()));
    }

    List<ConsumerRecord<byte[], byte[]>> expected = new ArrayList<>();
    all.forEach(expected::addAll);
    expected.sort(
        Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
            .thenComparingInt(ConsumerRecord::partition));
    assertThat(merged).isEqualTo(expected);
    assertThat(merge.isEmpty()).isTrue();
  }

  @Test
  void ready_aPartitionWithoutRecords_isWaitedForUnlessIdle() {
    merge.add(PARTITIONS.get(0), List.of(record(PARTITIONS.get(0), 0, 10)), NOW_MS);
    merge.add(PARTITIONS.get(1), List.of(record(PARTITIONS.get(1), 0, 5)), NOW_MS);

    assertThat(merge.ready(PARTITIONS, partition -> Long.MIN_VALUE)).isEmpty();
    assertThat(merge.waiting(PARTITIONS.get(0))).isEqualTo(1);
    assertThat(merge.ready(PARTITIONS, partition -> 10))
        .extracting(PartitionChunk::partition)
        .containsExactly(1, 0);
    assertThat(merge.waiting(PARTITIONS.get(0))).isZero();
  }

  @Test
  void ready_aPartitionThatIsSilentUpToATime_holdsUpWhatIsNewer() {
    TopicPartition first = PARTITIONS.get(0);
    merge.add(
        first, List.of(record(first, 0, 10), record(first, 1, 11), record(first, 2, 12)), NOW_MS);

    assertThat(merge.ready(PARTITIONS, partition -> 11))
        .flatExtracting(PartitionChunk::records)
        .extracting(ConsumerRecord::offset)
        .containsExactly(0L, 1L);
    assertThat(merge.holdingUp(PARTITIONS, 11)).isEmpty();
    assertThat(merge.holdingUp(PARTITIONS, 12))
        .containsExactly(PARTITIONS.get(1), PARTITIONS.get(2));
  }

  @Test
  void ready_aTimestampAheadOfTheClock_waitsNoLongerThanSinceItWasPolled() {
    TopicPartition first = PARTITIONS.get(0);
    merge.add(first, List.of(record(first, 0, Long.MAX_VALUE)), NOW_MS);

    assertThat(merge.ready(PARTITIONS, partition -> NOW_MS - 1)).isEmpty();
    assertThat(merge.ready(PARTITIONS, partition -> NOW_MS)).hasSize(1);
  }

  @Test
  void ready_ofEqualTimestamps_takesTheTopicThatIsNamedFirst() {
    TopicPartition features = new TopicPartition("z", 1);
    TopicPartition labels = new TopicPartition("a", 0);
    TimestampMerge both = new TimestampMerge(new SampleLimits(), List.of("z", "a"));
    both.add(labels, List.of(record(labels, 0, 5), record(labels, 1, 6)), NOW_MS);
    both.add(features, List.of(record(features, 0, 5), record(features, 1, 6)), NOW_MS);

    assertThat(both.ready(List.of(features, labels), partition -> Long.MAX_VALUE))
        .extracting(PartitionChunk::topic)
        .containsExactly("z", "a", "z", "a");
  }

  @Test
  void hasEnough_ofAPartitionThatOthersHoldUp_boundsWhatWaits() {
    TopicPartition first = PARTITIONS.get(0);
    merge.add(first, rising(first, 2_000, new SplittableRandom(1)), NOW_MS);

    assertThat(merge.hasEnough(first)).isTrue();
    assertThat(merge.hasEnough(PARTITIONS.get(1))).isFalse();
  }

  @Test
  void hasEnough_ofAPartitionWithLargeRecords_isSoUntilTheyAreTaken() {
    TopicPartition first = PARTITIONS.get(0);
    merge.add(first, List.of(record(first, 0, 1, 1 << 20)), NOW_MS);

    assertThat(merge.hasEnough(first)).isTrue();
    assertThat(merge.ready(PARTITIONS, partition -> Long.MAX_VALUE)).hasSize(1);
    assertThat(merge.hasEnough(first)).isFalse();
  }

  private static List<ConsumerRecord<byte[], byte[]>> rising(
      TopicPartition partition, int count, SplittableRandom random) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long timestampMs = 0;
    for (int offset = 0; offset < count; offset++) {
      timestampMs += random.nextInt(3);
      records.add(record(partition, offset, timestampMs));
    }
    return records;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long timestampMs) {
    return record(partition, offset, timestampMs, 1);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long timestampMs, int bytes) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        timestampMs,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        new byte[0],
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }
}
