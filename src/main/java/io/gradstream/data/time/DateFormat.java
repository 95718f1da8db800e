package io.gradstream.data.time;

import java.nio.charset.StandardCharsets;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads moments that are written in a format of {@link DateTimeFormatter}, with English words in
 * any case. What a format does not tell is the first there is: of {@code MMM yyyy} the first day,
 * of a day midnight. Not thread-safe.
 */
public final class DateFormat {
  private static final ZonedDateTime EXAMPLE =
      ZonedDateTime.of(2001, 2, 3, 4, 5, 6, 0, ZoneOffset.UTC);

  private static final WeekFields WEEKS = WeekFields.of(Locale.ENGLISH);

  private final String pattern;
  private final DateTimeFormatter formatter;
  private final List<TemporalField> dateFields;
  private long second;
  private boolean hasOffset;

  /**
   * The format of a pattern.
   *
   * @throws IllegalArgumentException if it is none, or tells no moment
   */
  public DateFormat(String pattern) {
    this.pattern = pattern;
    try {
      this.formatter =
          completed(new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          "format must be a pattern of java.time's DateTimeFormatter, such as MMM d yyyy: "
              + pattern,
          e);
    }
    this.dateFields = dateFields(pattern.replaceAll("'[^']*'", ""));
  }

  /** What a text of these letters may say of its day. */
  private static List<TemporalField> dateFields(String letters) {
    List<TemporalField> fields = new ArrayList<>();
    Arrays.stream(ChronoField.values()).filter(ChronoField::isDateBased).forEach(fields::add);
    if (letters.contains("Y")) {
      fields.add(WEEKS.weekBasedYear());
      fields.add(WEEKS.weekOfWeekBasedYear());
    }
    return fields;
  }

  /** Adds the first month and day to a format that has none. */
  private static DateTimeFormatter completed(DateTimeFormatterBuilder builder) {
    DateTimeFormatter plain = builder.toFormatter(Locale.ENGLISH);
    String example = plain.format(EXAMPLE);
    if (plain.parse(example).query(TemporalQueries.localDate()) != null) {
      return plain;
    }
    DateTimeFormatter completed =
        builder
            .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
            .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
            .toFormatter(Locale.ENGLISH);
    if (completed.parse(example).query(TemporalQueries.localDate()) == null) {
      throw new IllegalArgumentException("it tells no year");
    }
    return completed;
  }

  /** Whether texts of this format differ in a part, or always have its first value. */
  public boolean tells(TimePart part) {
    TemporalAccessor example = formatter.parse(formatter.format(EXAMPLE));
    return switch (part) {
      case HOUR -> example.query(TemporalQueries.localTime()) != null;
      case MONTH -> LocalDate.from(example).getMonth() == EXAMPLE.getMonth();
      case WEEKDAY, DATE -> true;
    };
  }

  /** The pattern, as it was written. */
  public String pattern() {
    return pattern;
  }

  /**
   * Reads a text, or a number as it is written. Returns whether it is a moment of this format.
   *
   * @param length negative where the text has no UTF-8
   */
  public boolean parse(byte[] utf8, int offset, int length) {
    if (length < 0) {
      return false;
    }
    String text = new String(utf8, offset, length, StandardCharsets.UTF_8).strip();
    try {
      TemporalAccessor parsed = formatter.parse(text);
      set(parsed);
      return isThere(LocalDate.from(parsed), formatter.parseUnresolved(text, new ParsePosition(0)));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /**
   * Whether a day has all that its text says of it. The parser takes the last of April for the
   * 31st; to be strict it would refuse 24:00 as well, which is the midnight that follows.
   */
  private boolean isThere(LocalDate date, TemporalAccessor said) {
    boolean follows =
        said.isSupported(ChronoField.HOUR_OF_DAY) && said.getLong(ChronoField.HOUR_OF_DAY) == 24;
    LocalDate day = follows ? date.minusDays(1) : date;
    for (TemporalField field : dateFields) {
      if (said.isSupported(field) && said.getLong(field) != day.getLong(field)) {
        return false;
      }
    }
    return true;
  }

  private void set(TemporalAccessor parsed) {
    ZoneId zone = parsed.query(TemporalQueries.zone());
    hasOffset = zone != null;
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      second = parsed.getLong(ChronoField.INSTANT_SECONDS);
      return;
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    LocalDate date = LocalDate.from(parsed);
    LocalTime clock = time == null ? LocalTime.MIDNIGHT : time;
    second = date.atTime(clock).atZone(zone == null ? ZoneOffset.UTC : zone).toEpochSecond();
  }

  /** The second since 1970-01-01T00:00, in UTC if there was an offset, else in local time. */
  public long second() {
    return second;
  }

  /** Whether the text said how far it is from UTC. */
  public boolean hasOffset() {
    return hasOffset;
  }
}
