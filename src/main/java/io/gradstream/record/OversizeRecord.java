package io.gradstream.record;

import java.util.Arrays;

/**
 * A record of a file that is longer than records may be, of which only the beginning was kept; its
 * message is the reason a person reads. Whoever caught it can read on behind the record.
 */
public final class OversizeRecord extends RuntimeException {
  /** What is kept of a record that is too long. */
  public static final int BEGINNING_BYTES = 1000;

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final byte[] beginning;

  /** That of a record with these first bytes, which is too long for this reason. */
  OversizeRecord(byte[] first, String reason) {
    super(reason, null, false, false);
    this.beginning = Arrays.copyOf(first, Math.min(first.length, BEGINNING_BYTES));
  }

  /** The record's first bytes, shared. */
  public byte[] beginning() {
    return beginning;
  }
}
