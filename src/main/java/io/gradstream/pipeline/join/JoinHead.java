package io.gradstream.pipeline.join;

import io.gradstream.version.WaitingRows;
import java.nio.ByteBuffer;

/**
 * What a join knows beside its rows: row 0 of them.
 *
 * @param version which it was drained for
 * @param rows how many there are, itself not counted
 * @param watermarkMs the largest timestamp that has come, in ms since the epoch
 * @param next the number of the next row
 * @param joinedCount features whose label has come
 * @param expiredCount features whose label did not come in time
 * @param unmatchedCount records that were given up
 */
record JoinHead(
    long version,
    long rows,
    long watermarkMs,
    long next,
    long joinedCount,
    long expiredCount,
    long unmatchedCount) {
  /** Before anything has come. */
  static final JoinHead NEW = new JoinHead(0, 0, Long.MIN_VALUE / 2, 1, 0, 0, 0);

  private static final int LONGS = 7;

  /**
   * That of rows.
   *
   * @throws IllegalArgumentException if they have none
   */
  static JoinHead of(WaitingRows rows) {
    byte[] row = rows.byNumber().get(0L);
    if (row == null || row.length != LONGS * Long.BYTES) {
      throw new IllegalArgumentException("what waits for labels is damaged: its head is missing");
    }
    ByteBuffer in = ByteBuffer.wrap(row);
    return new JoinHead(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong());
  }

  byte[] encode() {
    return ByteBuffer.allocate(LONGS * Long.BYTES)
        .putLong(version)
        .putLong(rows)
        .putLong(watermarkMs)
        .putLong(next)
        .putLong(joinedCount)
        .putLong(expiredCount)
        .putLong(unmatchedCount)
        .array();
  }

  /**
   * Checks that rows are those of a version, and all of them.
   *
   * @throws IllegalArgumentException if they are not
   */
  void requireWhole(long wanted, WaitingRows all) {
    if (version != wanted || rows != all.byNumber().size() - 1) {
      throw new IllegalArgumentException(
          "what waits for labels is of version %d with %d records, and found were version %d and %d"
              .formatted(version, rows, wanted, all.byNumber().size() - 1));
    }
  }

  JoinHead of(long drainedFor, long count) {
    return new JoinHead(
        drainedFor, count, watermarkMs, next, joinedCount, expiredCount, unmatchedCount);
  }

  JoinHead at(long timestampMs) {
    return timestampMs <= watermarkMs
        ? this
        : new JoinHead(version, rows, timestampMs, next, joinedCount, expiredCount, unmatchedCount);
  }

  JoinHead counted() {
    return new JoinHead(
        version, rows, watermarkMs, next + 1, joinedCount, expiredCount, unmatchedCount);
  }

  JoinHead joined() {
    return new JoinHead(
        version, rows, watermarkMs, next, joinedCount + 1, expiredCount, unmatchedCount);
  }

  JoinHead expired() {
    return new JoinHead(
        version, rows, watermarkMs, next, joinedCount, expiredCount + 1, unmatchedCount);
  }

  JoinHead unmatched() {
    return new JoinHead(
        version, rows, watermarkMs, next, joinedCount, expiredCount, unmatchedCount + 1);
  }

  JoinFigures figures(long waiting) {
    return new JoinFigures(waiting, joinedCount, expiredCount, unmatchedCount);
  }
}
