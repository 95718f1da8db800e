package io.gradstream.record;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;

/**
 * When what a record tells of happened, by one of its fields. A record without a moment that can be
 * read has that of the one before it, and so keeps its place. Not thread-safe.
 */
public final class EventTime {
  private final SampleDecoder decoder;
  private final MiniBatch moment;
  private long ms;

  /**
   * Times of records in their order.
   *
   * @param format how they are written
   * @param field the path of a number of milliseconds since 1970, or of a text by ISO 8601
   * @throws IllegalArgumentException if it is no path
   */
  public EventTime(SampleFormat format, String field) {
    RecordEncoder encoder = RecordEncoder.moment(field);
    this.decoder = format.decoder(encoder);
    this.moment = new MiniBatch(encoder.settings(), 1);
  }

  /**
   * The time of the next record, in ms since 1970-01-01T00:00Z; 0 before the first is known.
   *
   * @throws RetriableDecodingException if the record cannot be decoded for now
   */
  public long next(byte[] record) {
    moment.clear();
    try {
      decoder.decode(record, moment);
      ms = (long) moment.features()[0];
    } catch (RejectedSample unknown) {
      // It will be a dead letter, or a sample that needs no time.
    }
    return ms;
  }
}
