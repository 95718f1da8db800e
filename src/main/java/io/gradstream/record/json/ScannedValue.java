package io.gradstream.record.json;

import io.gradstream.data.encode.FieldValue;
import io.gradstream.data.time.TimeUnit;

/** A value that lies plain in a record's bytes. */
final class ScannedValue implements FieldValue {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NOTHING = {'n', 'u', 'l', 'l'};

  private final JsonNumber number = new JsonNumber();
  private byte[] record = {};
  private Kind kind = Kind.NULL;
  private int start;
  private int end;
  private int nameStart;
  private int nameEnd;
  private boolean unusual;
  private boolean inside;
  private boolean open;

  /**
   * Stands on the value at {@code at}.
   *
   * @return behind it; behind the opening of an array or object, the rest of which {@link
   *     #nextElement} and {@link #nextEntry} read; -1 if it is nothing that is read here
   */
  int read(byte[] bytes, int at) {
    record = bytes;
    inside = false;
    open = false;
    unusual = false;
    return readAny(at);
  }

  private int readAny(int at) {
    if (at >= record.length) {
      return -1;
    }
    switch (record[at]) {
      case '"':
        return readString(at);
      case 't':
        return readWord(TRUE, Kind.BOOLEAN, at);
      case 'f':
        return readWord(FALSE, Kind.BOOLEAN, at);
      case 'n':
        return readWord(NOTHING, Kind.NULL, at);
      case '[':
        return open(Kind.ARRAY, at);
      case '{':
        return open(Kind.OBJECT, at);
      default:
        kind = Kind.NUMBER;
        start = at;
        end = number.read(record, at);
        return end;
    }
  }

  private int open(Kind of, int at) {
    kind = of;
    open = true;
    end = at + 1;
    return end;
  }

  private int readString(int at) {
    kind = Kind.TEXT;
    start = at + 1;
    end = JsonBytes.endOfPlainString(record, start, record.length);
    return end < 0 ? -1 : end + 1;
  }

  private int readWord(byte[] word, Kind of, int at) {
    kind = of;
    start = at;
    end = at + word.length;
    if (end > record.length) {
      return -1;
    }
    for (int i = 0; i < word.length; i++) {
      if (record[at + i] != word[i]) {
        return -1;
      }
    }
    return end;
  }

  /** Behind the value, if all that is in it was asked for and there was nothing unusual in it. */
  int end() {
    return unusual || open ? -1 : end;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public double number() {
    return number.nearest();
  }

  @Override
  public double second(TimeUnit unit) {
    return number.isWhole() ? unit.second(number.whole()) : FieldValue.super.second(unit);
  }

  @Override
  public boolean isTrue() {
    return record[start] == 't';
  }

  @Override
  public byte[] utf8() {
    return record;
  }

  @Override
  public int utf8Offset() {
    return start;
  }

  @Override
  public int utf8Length() {
    return end - start;
  }

  @Override
  public boolean nextElement() {
    int at = next(']');
    return at >= 0 && standOn(at);
  }

  @Override
  public boolean nextEntry() {
    int at = next('}');
    if (at < 0) {
      return false;
    }
    nameStart = at + 1;
    nameEnd =
        at < record.length && record[at] == '"'
            ? JsonBytes.endOfPlainString(record, nameStart, record.length)
            : -1;
    int colon = nameEnd < 0 ? record.length : JsonScan.skipSpace(record, nameEnd + 1);
    if (colon >= record.length || record[colon] != ':') {
      unusual = true;
      return false;
    }
    return standOn(JsonScan.skipSpace(record, colon + 1));
  }

  /** Where the next thing within the value begins; -1 if it is over, or unusual. */
  private int next(char close) {
    int at = JsonScan.skipSpace(record, inside ? behindInner() : end);
    char next = at < record.length ? (char) record[at] : 0;
    if (next == close) {
      open = false;
      inside = false;
      end = at + 1;
      return -1;
    }
    if (inside) {
      unusual |= next != ',';
      at = JsonScan.skipSpace(record, at + 1);
    }
    inside = true;
    return unusual ? -1 : at;
  }

  private boolean standOn(int at) {
    unusual |= readAny(at) < 0 || kind == Kind.ARRAY || kind == Kind.OBJECT;
    return !unusual;
  }

  private int behindInner() {
    return kind == Kind.TEXT ? end + 1 : end;
  }

  @Override
  public byte[] nameUtf8() {
    return record;
  }

  @Override
  public int nameOffset() {
    return nameStart;
  }

  @Override
  public int nameLength() {
    return nameEnd - nameStart;
  }

  /** Not for people: what is rejected is read again by Jackson, which shows it. */
  @Override
  public String shown() {
    return "";
  }
}
