package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.time.IsoTime;

/** A moment as the milliseconds since 1970-01-01T00:00Z. */
final class MomentEncoder extends FieldEncoder {
  /** The year 9999. */
  private static final double MOST_MS = 253_402_300_799_999.0;

  private final String field;
  private final IsoTime iso = new IsoTime();

  MomentEncoder(String field) {
    this.field = field;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    double ms = milliseconds(value);
    if (!(ms >= 0 && ms <= MOST_MS)) {
      throw new RejectedSample(
          "%s must be a time such as \"2001-01-31T08:15:30.25Z\", or milliseconds since 1970: %s"
              .formatted(field, value.shown()));
    }
    dense[start] = Math.floor(ms);
  }

  private double milliseconds(FieldValue value) {
    return switch (value.kind()) {
      case NUMBER -> value.number();
      case TEXT -> {
        byte[] utf8 = value.utf8();
        boolean moment = iso.parse(utf8, value.utf8Offset(), value.utf8Length());
        yield moment ? 1000.0 * iso.second() + iso.milli() : Double.NaN;
      }
      case BOOLEAN, ARRAY, OBJECT, NULL -> Double.NaN;
    };
  }
}
