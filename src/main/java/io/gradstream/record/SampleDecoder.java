package io.gradstream.record;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;

/** Turns one record's bytes into one row of a batch. Not thread-safe: it owns scratch space. */
public interface SampleDecoder {
  /**
   * Decodes a record into the row behind the batch's last, and accepts it. A sample whose weight is
   * 0 adds no row.
   *
   * @param record the record's whole value
   * @param batch a batch with room for one more
   * @throws RejectedSample if the record is no sample of this schema; the batch is then as before
   * @throws IllegalArgumentException if the batch is full, or of other columns
   * @throws RetriableDecodingException if the record cannot be decoded for now; nor can those
   *     behind it, which are not to be learned before it
   */
  void decode(byte[] record, MiniBatch batch) throws RejectedSample;
}
