package io.gradstream.pipeline.simulate;

import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.List;

/**
 * A topic that has its samples from the beginning, one after the other in the next partition.
 *
 * @param name the topic's
 * @param records what is in it, from the first again where there are more samples
 * @param samples how many it has; at least one
 * @param partitions how many it has; at least one
 */
public record SimulatedTopic(String name, List<byte[]> records, int samples, int partitions) {
  /** The same samples in another number of partitions. */
  public SimulatedTopic with(int otherPartitions) {
    return new SimulatedTopic(name, records, samples, otherPartitions);
  }

  /** How many samples a partition has. */
  long end(int partition) {
    return (samples - partition + partitions - 1L) / partitions;
  }

  /** Some samples of a partition from an offset on, as many as there are. */
  RecordChunk chunk(int partition, long from, int most) {
    return new Chunk(this, partition, from, (int) Math.min(most, end(partition) - from));
  }

  /** A sample of a partition. */
  byte[] value(int partition, long offset) {
    return records.get((int) ((offset * partitions + partition) % records.size()));
  }

  private record Chunk(SimulatedTopic source, int partition, long from, int size)
      implements RecordChunk {
    @Override
    public String topic() {
      return source.name;
    }

    @Override
    public long offset(int index) {
      return from + index;
    }

    @Override
    public byte[] value(int index) {
      return source.value(partition, from + index);
    }

    @Override
    public long nextOffset() {
      return from + size;
    }
  }
}
