package io.gradstream.pipeline.chunk;

import io.gradstream.version.OffsetRange;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A run of records of one partition, in the order of their offsets: what flows through the
 * pipeline, so that an operator costs once per chunk and not once per record.
 */
public interface RecordChunk {
  /**
   * How many records a source puts into a chunk where it has them. The thread that learns is woken
   * for each: of ten numbers a record, chunks of 500 brought a tenth less than these end to end.
   */
  int USUAL_SIZE = 2000;

  /** How many bytes a source puts into a chunk, but for the record that goes beyond them. */
  int USUAL_BYTES = 1 << 20;

  /** The topic, or the file, the records come from. */
  String topic();

  /** Their partition; 0 in a file. */
  int partition();

  /** How many there are. */
  int size();

  /** The offset of record {@code index}; offsets rise, and may have gaps. */
  long offset(int index);

  /** The value of record {@code index}; null for a tombstone. */
  byte @Nullable [] value(int index);

  /** How many bytes the values have. */
  default long bytes() {
    long bytes = 0;
    for (int index = 0; index < size(); index++) {
      byte[] value = value(index);
      bytes += value == null ? 0 : value.length;
    }
    return bytes;
  }

  /** Why record {@code index} is no sample, whatever its value is; null of most. */
  default @Nullable String fault(int index) {
    return null;
  }

  /** When record {@code index} was written, in ms since the epoch; empty where nobody knows. */
  default OptionalLong timestampMs(int index) {
    return OptionalLong.empty();
  }

  /** When the last record was written, in ms since the epoch; 0 where nobody knows. */
  default long timestampMs() {
    return 0;
  }

  /** The run of offsets before its first that are not to be learned; empty as a rule. */
  default Optional<OffsetRange> skipped() {
    return Optional.empty();
  }

  /** The run of offsets from its first on that are learned in larger batches; empty as a rule. */
  default Optional<OffsetRange> late() {
    return Optional.empty();
  }

  /** The chunk decoded; any thread may. */
  default DecodedChunk decodedBy(ReadAhead ahead) {
    return ahead.decodeNow(this);
  }

  /** The offset to read next once the whole chunk is done. */
  long nextOffset();
}
