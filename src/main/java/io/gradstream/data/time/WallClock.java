package io.gradstream.data.time;

import io.gradstream.data.text.TextBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** What a clock and a calendar on the wall show at one moment. Not thread-safe. */
public final class WallClock {
  private static final int SECONDS_OF_DAY = 86_400;

  private long day;
  private int second;
  private LocalDate date = LocalDate.EPOCH;
  private byte[] dateText = utf8(date);

  /** Shows the moment so many local seconds after 1970-01-01T00:00. */
  public void set(long localSecond) {
    long newDay = Math.floorDiv(localSecond, SECONDS_OF_DAY);
    second = Math.floorMod(localSecond, SECONDS_OF_DAY);
    if (newDay != day) {
      day = newDay;
      date = LocalDate.ofEpochDay(day);
      dateText = utf8(date);
    }
  }

  private static byte[] utf8(LocalDate date) {
    return date.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Which of a part's values it shows. */
  public int index(TimePart part) {
    return switch (part) {
      case HOUR -> second / 3600;
      case WEEKDAY -> date.getDayOfWeek().ordinal();
      case MONTH -> date.getMonthValue() - 1;
      case DATE -> throw new IllegalStateException("a date has no index");
    };
  }

  /** How much of the whole that a part's values divide has passed, from 0 to below 1. */
  public double turn(TimePart part) {
    return switch (part) {
      case HOUR -> dayPassed();
      case WEEKDAY -> (index(part) + dayPassed()) / 7;
      case MONTH ->
          (index(part) + (date.getDayOfMonth() - 1 + dayPassed()) / date.lengthOfMonth()) / 12;
      case DATE -> throw new IllegalStateException("a date does not come again");
    };
  }

  private double dayPassed() {
    return (double) second / SECONDS_OF_DAY;
  }

  /** Adds what it shows of a part as a text: the index in decimal digits, a date as it is. */
  public void appendTo(TextBuffer text, TimePart part) {
    if (part == TimePart.DATE) {
      text.append(dateText, 0, dateText.length);
    } else {
      text.appendNumber(index(part));
    }
  }
}
