package io.gradstream.pipeline.batch;

import io.gradstream.pipeline.chunk.RecordChunk;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which dead letters are published: of a partition's records with a timestamp in the same second
 * only the first so many. The records alone decide it, however fast they are read, but for where a
 * run begins: it counts its first second anew. Of a file, whose records have no timestamps, all
 * are. For the thread that learns.
 */
public final class DeadLetterBound {
  private static final long MS_PER_SECOND = 1000;

  private final int perSecond;
  private final Map<Integer, Count> partitions = new HashMap<>();

  /** A bound of so many a second; of none where that is 0. */
  public DeadLetterBound(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Takes in the next record that is rejected, and says whether that is to be published. */
  public boolean admits(RecordChunk records, int index) {
    OptionalLong timestampMs = records.timestampMs(index);
    return timestampMs.isEmpty()
        || partitions
                .computeIfAbsent(records.partition(), partition -> new Count())
                .next(Math.floorDiv(timestampMs.getAsLong(), MS_PER_SECOND))
            <= perSecond;
  }

  /** How many there were of a partition's newest second. */
  private static final class Count {
    private long second = Long.MIN_VALUE;
    private long count;

    long next(long of) {
      count = of == second ? count + 1 : 1;
      second = of;
      return count;
    }
  }
}
