package io.gradstream.record;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;

/** Whose a record is, by one of its fields: a text, as a category has it. Not thread-safe. */
public final class RecordKey {
  private final SampleDecoder decoder;
  private final MiniBatch keyed;
  private String key = "";

  /**
   * Keys of records.
   *
   * @param format how they are written
   * @param field the path of a text or a number
   * @throws IllegalArgumentException if it is no path
   */
  public RecordKey(SampleFormat format, String field) {
    RecordEncoder encoder = RecordEncoder.key(field, format.limits(), text -> key = text);
    this.decoder = format.decoder(encoder);
    this.keyed = new MiniBatch(encoder.settings(), 1);
  }

  /**
   * The key of a record.
   *
   * @throws RejectedSample if it has none
   */
  public String of(byte[] record) throws RejectedSample {
    keyed.clear();
    decoder.decode(record, keyed);
    return key;
  }
}
