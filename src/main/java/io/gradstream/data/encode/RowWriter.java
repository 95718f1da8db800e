package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;

/** What a feature writes into the row behind a batch's last once its record has ended. */
@FunctionalInterface
interface RowWriter {
  /**
   * Writes it.
   *
   * @throws RejectedSample if what several fields give together is none of this feature
   */
  void write(MiniBatch batch) throws RejectedSample;
}
