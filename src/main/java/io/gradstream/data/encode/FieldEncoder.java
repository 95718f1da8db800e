package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;

/**
 * Turns one field's value into the columns it fills. Dense columns are written when the value is
 * read; all else is kept until the record's end, so that entries come in the features' order
 * whatever the record's, and a name that comes twice leaves nothing behind. Not thread-safe.
 */
abstract class FieldEncoder implements RowWriter {
  /**
   * Takes in the field's value, in place of one taken in before from the same record.
   *
   * @param dense the dense columns of all rows
   * @param start where the record's row begins in them
   * @throws RejectedSample if the value is none of this field
   */
  abstract void read(FieldValue value, double[] dense, int start) throws RejectedSample;

  /** Writes what was kept of the value read last. Dense fields have nothing. */
  @Override
  public void write(MiniBatch batch) {}
}
