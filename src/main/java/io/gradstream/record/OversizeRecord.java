package io.gradstream.record;

/**
 * A record of a file that is longer than records may be, of which only the beginning was kept; its
 * message is the reason a person reads. Whoever caught it can read on behind the record.
 */
public final class OversizeRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final byte[] beginning;

  /** That of a record with these first bytes, and so many in all. */
  OversizeRecord(byte[] beginning, long length) {
    super(reason(RecordBuffer.MOST_BYTES, length), null, false, false);
    this.beginning = beginning;
  }

  /** Why a record of {@code length} bytes is none where it may have so many. */
  public static String reason(int most, long length) {
    return "a record must have at most %d bytes: %d".formatted(most, length);
  }

  /** The record's first bytes, shared. */
  public byte[] beginning() {
    return beginning;
  }
}
