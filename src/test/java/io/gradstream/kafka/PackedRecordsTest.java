package io.gradstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.SampleLimits;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.input.PolledValues;
import io.gradstream.kafka.input.UnreadKeys;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that are small where they are kept and large where they are read. */
class PackedRecordsTest extends LearnersTopics {
  private static final int LARGE = 900_000;

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "lz4", "snappy", "none"})
  void records_ofABatchLargerThanAPoll_comeAFewAtATimeAndAll(String compression) {
    send(compression, List.of(), values(20, LARGE));

    List<RecordChunk> chunks = chunks();

    assertThat(chunks).hasSizeGreaterThan(4);
    assertThat(offsets(chunks)).hasSize(20).isSorted();
    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(chunk.size() * LARGE).isLessThan((1 << 20) + LARGE));
  }

  @Test
  void poll_ofABatchLargerThanOne_handsOverWhatThereIsRoomFor() {
    send("zstd", List.of(), values(60, LARGE));
    PolledValues values = new PolledValues(LARGE);
    List<Integer> polled = new ArrayList<>();
    try (var consumer = new Clients(kafka).consumer(Map.of(), new UnreadKeys(), values)) {
      TopicPartition partition = new TopicPartition(topics.input(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < 60) {
        values.beginPoll();
        polled.add(consumer.poll(Duration.ofSeconds(1)).count());
      }
    }

    assertThat(polled).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(5));
    assertThat(polled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
  }

  @Test
  void records_withMoreHeadersThanAPollHolds_comeAFewAtATimeAndAll() {
    send("gzip", List.of(new RecordHeader("trace", new byte[LARGE])), values(20, 1));

    List<RecordChunk> chunks = chunks();

    assertThat(chunks).hasSizeGreaterThan(2);
    assertThat(offsets(chunks)).hasSize(20).isSorted();
  }

  @Test
  void record_largerThanAny_isToldByItsSizeAndItsBeginning() {
    int size = new SampleLimits().recordBytes() + 1;
    send("gzip", List.of(), List.of(new byte[] {1}, new byte[size], new byte[] {2}));

    List<RecordChunk> chunks = chunks();

    assertThat(chunks).hasSize(1);
    RecordChunk chunk = chunks.get(0);
    assertThat(chunk.fault(0)).isNull();
    assertThat(chunk.fault(1))
        .isEqualTo(
            "a record must have at most 16777216 bytes, input.limits.recordBytes: %d"
                .formatted(size));
    assertThat(chunk.value(1)).hasSize(1000);
    assertThat(chunk.value(2)).containsExactly(2);
  }

  private List<RecordChunk> chunks() {
    return source.records(Offsets.none()).collectList().blockOptional(PATIENCE).orElseThrow();
  }

  private static List<byte[]> values(int count, int size) {
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(new byte[size]);
    }
    return values;
  }

  private static List<Long> offsets(List<RecordChunk> chunks) {
    List<Long> offsets = new ArrayList<>();
    for (RecordChunk chunk : chunks) {
      for (int i = 0; i < chunk.size(); i++) {
        offsets.add(chunk.offset(i));
      }
    }
    return offsets;
  }

  /** Sends all in one batch, if it is packed. */
  private void send(String compression, List<Header> headers, List<byte[]> values) {
    Map<String, Object> packing = new HashMap<>();
    packing.put("compression.type", compression);
    packing.put("linger.ms", 60_000);
    packing.put("batch.size", compression.equals("none") ? 0 : 100 << 20);
    packing.put("max.request.size", 100 << 20);
    packing.put("buffer.memory", 200L << 20);
    byte[] key = new byte[compression.equals("none") ? 0 : LARGE];
    try (Producer<byte[], byte[]> producer = new Clients(kafka).producer(packing, Map.of())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topics.input(), 0, key, value, headers));
      }
      producer.flush();
    }
  }
}
