package io.gradstream.data;

/** What a feature writes into the row behind a batch's last once its record has ended. */
@FunctionalInterface
interface Ending {
  void write(MiniBatch batch);
}
