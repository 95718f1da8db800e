package io.gradstream.pipeline;

import io.gradstream.pipeline.batch.ReadPositions;
import io.gradstream.pipeline.chunk.RecordChunk;

/**
 * How many records a run was handed that no version has: counted where they come in, when a version
 * is taken and when it is public, which happens on three threads.
 */
final class Unpublished {
  private final ReadPositions handed = new ReadPositions();
  private final ReadPositions taken = new ReadPositions();
  private final ReadPositions published = new ReadPositions();

  /** These records have come. */
  synchronized void handed(RecordChunk chunk) {
    handed.advance(chunk.topic(), chunk.partition(), chunk.nextOffset(), chunk.size());
  }

  /** A version is taken that has everything up to here. */
  synchronized void snapshotTaken(ReadPositions positions) {
    taken.copyFrom(positions);
  }

  /** The version that was taken is public. */
  synchronized void published() {
    published.copyFrom(taken);
  }

  /** How many of a partition there are. */
  synchronized long count(String topic, int partition) {
    return handed.records(topic, partition) - published.records(topic, partition);
  }
}
