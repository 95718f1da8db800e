package io.gradstream.pipeline.file;

import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of a file, one behind the other.
 *
 * @param topic the file's name
 * @param partition its place among the files that are read, from 0 on
 * @param first the offset of the first
 * @param records their values
 * @param faults why some of them are no samples, by their index
 * @param timestampMs when the last happened, in ms since 1970; 0 where nobody knows
 */
public record FileChunk(
    String topic,
    int partition,
    long first,
    List<byte[]> records,
    Map<Integer, String> faults,
    long timestampMs)
    implements RecordChunk {
  @Override
  public int size() {
    return records.size();
  }

  @Override
  public long offset(int index) {
    return first + index;
  }

  @Override
  public @Nullable String fault(int index) {
    return faults.get(index);
  }

  @Override
  public byte[] value(int index) {
    return records.get(index);
  }

  @Override
  public long nextOffset() {
    return first + records.size();
  }
}
