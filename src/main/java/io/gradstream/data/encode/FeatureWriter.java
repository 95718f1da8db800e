package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;

/** Writes what one feature puts into a row once its record has ended. Not thread-safe. */
final class FeatureWriter {
  private final int[] fields;
  private final RowWriter present;
  private final RowWriter absent;

  /** The writer of a feature of these fields, {@code absent} where one of them is missing. */
  FeatureWriter(int[] fields, RowWriter present, RowWriter absent) {
    this.fields = fields;
    this.present = present;
    this.absent = absent;
  }

  void write(byte[] states, MiniBatch batch) throws RejectedSample {
    boolean complete = true;
    for (int field : fields) {
      complete &= states[field] == RecordEncoder.PRESENT;
    }
    (complete ? present : absent).write(batch);
  }
}
