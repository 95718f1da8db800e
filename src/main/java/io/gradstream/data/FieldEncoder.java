package io.gradstream.data;

import io.gradstream.tensor.SparseRows;

/**
 * Turns one field's value into the columns it fills. Dense columns are written when the value is
 * read; entries of sparse ones are kept until the record's end, so that they come in the features'
 * order whatever the record's, and a name that comes twice leaves nothing behind. Not thread-safe.
 */
public abstract class FieldEncoder {
  /**
   * Takes in the field's value, in place of one taken in before from the same record.
   *
   * @param dense the dense columns of all rows
   * @param start where the record's row begins in them
   * @throws RejectedSample if the value is none of this field
   */
  abstract void read(FieldValue value, float[] dense, int start) throws RejectedSample;

  /** Ends the record: adds the entries of the value read last. Dense fields have none. */
  void append(SparseRows entries) {}
}
