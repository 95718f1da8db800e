package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;

/** What the entries of a cross hold in a row. */
@FunctionalInterface
interface EntryValue {
  /**
   * That of the record that was read last.
   *
   * @throws RejectedSample if it is not finite in float32
   */
  float value() throws RejectedSample;
}
