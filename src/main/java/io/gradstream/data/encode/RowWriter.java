package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;

/** What a feature writes into the row behind a batch's last once its record has ended. */
@FunctionalInterface
interface RowWriter {
  void write(MiniBatch batch);
}
