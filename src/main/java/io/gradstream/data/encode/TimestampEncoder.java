package io.gradstream.data.encode;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.time.DateFormat;
import io.gradstream.data.time.DeclaredTime;
import io.gradstream.data.time.IsoTime;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.data.time.WallClock;
import io.gradstream.data.time.ZoneClock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The parts of a moment, one-hot or as points on circles. */
final class TimestampEncoder extends FieldEncoder {
  /** The year 9999, far beyond which no calendar reaches. */
  private static final double MOST_SECONDS = 253_402_300_799.0;

  private final String field;
  private final TimePart[] parts;
  private final TimeEncoding encoding;
  private final TimeUnit unit;
  private final FeatureColumns at;
  private final ZoneClock zone;
  private final @Nullable DateFormat format;
  private final IsoTime iso = new IsoTime();
  private final WallClock clock = new WallClock();

  TimestampEncoder(FeatureSettings.Timestamp settings, FeatureColumns at) {
    this.field = settings.field();
    this.parts = settings.parts().toArray(TimePart[]::new);
    this.encoding = settings.encoding();
    this.unit = settings.unit();
    this.at = at;
    this.zone = new ZoneClock(ZoneId.of(settings.zone()));
    this.format = settings.format().map(DateFormat::new).orElse(null);
  }

  /** A part of the moment read last, as a text. */
  CrossTerm text(TimePart part) {
    return (text, index) -> clock.appendTo(text, part);
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    clock.set(localSecond(value));
    if (encoding == TimeEncoding.CYCLIC) {
      int column = start + at.dense();
      for (TimePart part : parts) {
        double angle = 2 * Math.PI * clock.turn(part);
        dense[column++] = Math.sin(angle);
        dense[column++] = Math.cos(angle);
      }
    }
  }

  private long localSecond(FieldValue value) throws RejectedSample {
    if (format != null) {
      return formatted(value, format);
    }
    DeclaredTime declared = value.declaredTime();
    TimeUnit counted = declared == null ? unit : declared.unit();
    switch (value.kind()) {
      case NUMBER -> {
        double second = value.second(counted);
        if (Math.abs(second) <= MOST_SECONDS) {
          boolean local = declared != null && declared.isLocal();
          return local ? (long) second : zone.local((long) second);
        }
      }
      case TEXT -> {
        byte[] utf8 = value.utf8();
        if (iso.parse(utf8, value.utf8Offset(), value.utf8Length())) {
          return iso.hasOffset() ? zone.local(iso.second()) : iso.second();
        }
      }
      case BOOLEAN, ARRAY, OBJECT, NULL -> {}
    }
    throw new RejectedSample(
        "%s must be a time such as \"2001-01-31T08:15\", or %s since 1970: %s"
            .formatted(field, counted.word(), value.shown()));
  }

  private long formatted(FieldValue value, DateFormat format) throws RejectedSample {
    boolean text = value.kind() == Kind.TEXT || value.kind() == Kind.NUMBER;
    if (text && format.parse(value.utf8(), value.utf8Offset(), value.utf8Length())) {
      return format.hasOffset() ? zone.local(format.second()) : format.second();
    }
    throw new RejectedSample(
        "%s must be a time written as %s: %s".formatted(field, format.pattern(), value.shown()));
  }

  @Override
  public void write(MiniBatch batch) {
    if (encoding == TimeEncoding.ONE_HOT) {
      int column = at.column();
      for (TimePart part : parts) {
        batch.sparse().append(column + clock.index(part), 1);
        column += part.count();
      }
    }
  }
}
