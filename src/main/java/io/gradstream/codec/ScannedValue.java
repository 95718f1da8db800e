package io.gradstream.codec;

import io.gradstream.data.FieldValue;

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
  private boolean unusual;
  private boolean insideArray;

  /**
   * Stands on the value at {@code at}.
   *
   * @return behind it; behind the bracket of an array, whose elements {@link #nextElement} reads;
   *     -1 if it is nothing that is read here
   */
  int read(byte[] bytes, int at) {
    record = bytes;
    insideArray = false;
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
        kind = Kind.ARRAY;
        end = at + 1;
        return end;
      default:
        kind = Kind.NUMBER;
        start = at;
        end = number.read(record, at);
        return end;
    }
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

  /** Behind an array, if all its elements were asked for and there was nothing unusual in it. */
  int endOfArray() {
    return unusual || insideArray ? -1 : end;
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
  public float float32() {
    return number.float32();
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
    int at = JsonScan.skipSpace(record, insideArray ? behindElement() : end);
    char next = at < record.length ? (char) record[at] : 0;
    if (next == ']') {
      return endArray(at);
    }
    if (insideArray) {
      unusual |= next != ',';
      at = JsonScan.skipSpace(record, at + 1);
    }
    insideArray = true;
    if (unusual || readAny(at) < 0 || kind == Kind.ARRAY) {
      unusual = true;
      return false;
    }
    return true;
  }

  private int behindElement() {
    return kind == Kind.TEXT ? end + 1 : end;
  }

  private boolean endArray(int at) {
    insideArray = false;
    end = at + 1;
    return false;
  }

  /** Not for people: what is rejected is read again by Jackson, which shows it. */
  @Override
  public String shown() {
    return "";
  }
}
