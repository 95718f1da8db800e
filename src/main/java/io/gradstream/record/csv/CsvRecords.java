package io.gradstream.record.csv;

import io.gradstream.record.RecordBuffer;
import io.gradstream.record.SplitRecords;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record a row of comma-separated values, which ends with a line unless that ends within quotes
 * (RFC 4180). A line ends with a line feed, a carriage return, or both. A quote counts at the
 * beginning of a value; one that is never closed, or not within 1 MiB of its row, ends with its
 * line, so that it costs one row and not all that follow.
 */
final class CsvRecords extends SplitRecords {
  /** The longest a row with an open quote may become. */
  private static final int MOST_QUOTED_BYTES = 1 << 20;

  private final byte[] delimiter;
  private boolean quoted;
  private boolean behindQuote;
  private boolean beginsValue = true;

  /** Whether the last byte is a carriage return that a line feed may follow. */
  private boolean awaitsLineFeed;

  CsvRecords(RecordBuffer buffer, String delimiter) {
    super(buffer);
    this.delimiter = delimiter.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected int findEnd(byte[] bytes, int from, int end) {
    if (awaitsLineFeed && from < end) {
      awaitsLineFeed = false;
      return ended(endOfLine(bytes, from - 1, end));
    }
    byte last = delimiter[delimiter.length - 1];
    for (int at = from; at < end; at++) {
      byte b = bytes[at];
      if (b == '"') {
        quote();
      } else if (!quoted) {
        if (endsLine(b)) {
          awaitsLineFeed = b == '\r' && at + 1 == end;
          return awaitsLineFeed ? -1 : ended(endOfLine(bytes, at, end));
        }
        behindQuote = false;
        beginsValue = b == last ? isDelimiter(bytes, at) : beginsValue && b == ' ';
      }
    }
    boolean tooLong = quoted && end - buffer.start() > MOST_QUOTED_BYTES;
    return tooLong ? firstLine() : -1;
  }

  /** Two within quotes are one that is meant: they close and open again. */
  private void quote() {
    if (quoted) {
      quoted = false;
      behindQuote = true;
    } else {
      quoted = beginsValue || behindQuote;
      behindQuote = false;
    }
    beginsValue = false;
  }

  private boolean isDelimiter(byte[] bytes, int at) {
    int first = at - delimiter.length + 1;
    return first >= buffer.start()
        && Arrays.equals(bytes, first, at + 1, delimiter, 0, delimiter.length);
  }

  private int ended(int at) {
    quoted = false;
    behindQuote = false;
    beginsValue = true;
    return at;
  }

  private static boolean endsLine(byte b) {
    return b == '\n' || b == '\r';
  }

  /** The last byte of a line's end, of which the first is at an index. */
  private static int endOfLine(byte[] bytes, int at, int end) {
    boolean pair = bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n';
    return pair ? at + 1 : at;
  }

  private int firstLine() {
    for (int at = buffer.start(); at < buffer.end(); at++) {
      if (endsLine(buffer.bytes()[at])) {
        return ended(endOfLine(buffer.bytes(), at, buffer.end()));
      }
    }
    return -1;
  }

  @Override
  protected int cutAtEnd() {
    return quoted ? firstLine() : -1;
  }
}
