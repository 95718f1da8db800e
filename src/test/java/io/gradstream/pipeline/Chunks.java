package io.gradstream.pipeline;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.OffsetRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Chunks of records that are single numbers, for tests; what is no number is rejected. */
public final class Chunks {
  public static final String TOPIC = "numbers";

  /** A record that weighs nothing. */
  static final String WEIGHTLESS = "weightless";

  private Chunks() {}

  /** Records at consecutive offsets of partition 0. */
  public static RecordChunk at(long first, String... values) {
    return of(0, first, values);
  }

  /** Records at consecutive offsets of a partition. */
  static RecordChunk of(int partition, long first, String... values) {
    byte[][] bytes =
        Arrays.stream(values)
            .map(value -> value.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    return new Chunk(partition, first, bytes);
  }

  /** Records of a partition that are no numbers, written at these times. */
  public static RecordChunk written(int partition, long... timestampsMs) {
    byte[][] bytes = new byte[timestampsMs.length][];
    Arrays.fill(bytes, "x".getBytes(StandardCharsets.UTF_8));
    return new Timed(new Chunk(partition, 0, bytes), timestampsMs);
  }

  /** No record, for those at these offsets were gone. */
  static RecordChunk gone(long first, long end) {
    return new Gone(new OffsetRange(first, end));
  }

  /** The same records, the first of which begin a run that is late. */
  public static RecordChunk late(RecordChunk records, long end) {
    return new Late(records, new OffsetRange(records.offset(0), end));
  }

  /** The same record over and over, more of it than any test could learn. */
  static RecordChunk endless(String value) {
    return new Endless(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Feature and target are the number itself. */
  public static SampleDecoder decoder() {
    return Chunks::decode;
  }

  private static void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    String text = new String(record, StandardCharsets.UTF_8);
    if (text.equals(WEIGHTLESS)) {
      return;
    }
    int row = batch.rows();
    try {
      batch.features()[row] = Float.parseFloat(text);
      batch.targets()[row] = Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new RejectedSample("no number: " + text);
    }
    batch.accept();
  }

  private record Chunk(int partition, long first, byte[][] values) implements RecordChunk {
    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public long offset(int index) {
      return first + index;
    }

    @Override
    public byte[] value(int index) {
      return values[index];
    }

    @Override
    public long nextOffset() {
      return first + values.length;
    }
  }

  private record Late(RecordChunk chunk, OffsetRange range) implements RecordChunk {
    @Override
    public String topic() {
      return chunk.topic();
    }

    @Override
    public int partition() {
      return chunk.partition();
    }

    @Override
    public int size() {
      return chunk.size();
    }

    @Override
    public long offset(int index) {
      return chunk.offset(index);
    }

    @Override
    public byte @Nullable [] value(int index) {
      return chunk.value(index);
    }

    @Override
    public Optional<OffsetRange> late() {
      return Optional.of(range);
    }

    @Override
    public long nextOffset() {
      return chunk.nextOffset();
    }
  }

  private record Timed(Chunk chunk, long[] timestampsMs) implements RecordChunk {
    @Override
    public String topic() {
      return chunk.topic();
    }

    @Override
    public int partition() {
      return chunk.partition();
    }

    @Override
    public int size() {
      return chunk.size();
    }

    @Override
    public long offset(int index) {
      return chunk.offset(index);
    }

    @Override
    public byte[] value(int index) {
      return chunk.value(index);
    }

    @Override
    public OptionalLong timestampMs(int index) {
      return OptionalLong.of(timestampsMs[index]);
    }

    @Override
    public long nextOffset() {
      return chunk.nextOffset();
    }
  }

  private record Gone(OffsetRange range) implements RecordChunk {
    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public long offset(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public byte[] value(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public Optional<OffsetRange> skipped() {
      return Optional.of(range);
    }

    @Override
    public long nextOffset() {
      return range.end();
    }
  }

  private record Endless(byte[] only) implements RecordChunk {
    /** As if it were small: to add up all of it would take a while. */
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public int size() {
      return Integer.MAX_VALUE;
    }

    @Override
    public long offset(int index) {
      return index;
    }

    @Override
    public byte[] value(int index) {
      return only;
    }

    @Override
    public long nextOffset() {
      return size();
    }
  }
}
