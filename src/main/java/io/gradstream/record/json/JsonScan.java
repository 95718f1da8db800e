package io.gradstream.record.json;

import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.encode.RecordEncoder;

/**
 * A walk over the bytes of a plain record: known fields go to the encoder, others are skipped. It
 * reads nothing but JSON, and not all of that: escapes and everything beyond ASCII, numbers of more
 * than 18 digits, faults of any kind and values of an unexpected form it leaves to Jackson.
 */
final class JsonScan {
  /** What nearly all records have; those that are deeper are left to Jackson. */
  private static final int DEEPEST = 32;

  private final RecordEncoder encoder;
  private final int deepest;
  private final ScannedFields root;
  private final ScannedValue value = new ScannedValue();
  private final ScannedValue skipped = new ScannedValue();
  private byte[] record = {};
  private int at;

  JsonScan(RecordEncoder encoder) {
    this.encoder = encoder;
    this.deepest = deepest(encoder);
    this.root = ScannedFields.of(encoder.fields());
  }

  /** How deep what is skipped may be without the record being too deep, wherever it stands. */
  private static int deepest(RecordEncoder encoder) {
    int known = encoder.fields().stream().mapToInt(path -> path.names().size()).max().orElse(1);
    return Math.min(DEEPEST, encoder.limits().depth() - known);
  }

  /**
   * Reads the whole record.
   *
   * @return false if it must be read otherwise; what the encoder was given is then void
   */
  boolean read(byte[] bytes) {
    record = bytes;
    at = skipSpace(bytes, 0);
    if (deepest < 1 || !isNext('{') || !readObject(root)) {
      return false;
    }
    return skipSpace(bytes, at) == bytes.length;
  }

  /** Behind the white space at {@code from}. */
  static int skipSpace(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] <= ' ' && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Passes over a character, if it is the next. */
  private boolean isNext(char c) {
    if (at < record.length && record[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private boolean isNextAfterSpace(char c) {
    at = skipSpace(record, at);
    return isNext(c);
  }

  private boolean readObject(ScannedFields known) {
    if (isNextAfterSpace('}')) {
      return true;
    }
    int name = ScannedFields.NONE;
    do {
      at = skipSpace(record, at);
      int found = readName(known, name);
      if (found < ScannedFields.NONE || !isNextAfterSpace(':')) {
        return false;
      }
      at = skipSpace(record, at);
      boolean read = found == ScannedFields.NONE ? skip(0) : readKnown(known, found);
      if (!read) {
        return false;
      }
      name = found == ScannedFields.NONE ? name : found;
    } while (isNextAfterSpace(','));
    return isNext('}');
  }

  /** The known name at hand, {@code NONE} for another, and less for no plain name. */
  private int readName(ScannedFields known, int before) {
    int follower = known.follower(before);
    if (follower >= 0 && known.isAt(follower, record, at)) {
      at += known.length(follower);
      return follower;
    }
    int from = at;
    if (!isNext('"')) {
      return ScannedFields.NONE - 1;
    }
    int quote = JsonBytes.endOfPlainString(record, at, record.length);
    if (quote < 0) {
      return ScannedFields.NONE - 1;
    }
    at = quote + 1;
    return known.find(record, from, at, before);
  }

  private boolean readKnown(ScannedFields known, int name) {
    ScannedFields object = known.object(name);
    if (object == null) {
      return readField(known.fields(name)[0]);
    }
    for (int field : known.fields(name)) {
      encoder.forget(field);
    }
    return isNext('{') && readObject(object);
  }

  private boolean readField(int field) {
    at = value.read(record, at);
    if (at < 0) {
      return false;
    }
    boolean nested = value.kind() == Kind.ARRAY || value.kind() == Kind.OBJECT;
    encoder.read(field, value);
    if (nested) {
      at = value.end();
    }
    return at >= 0;
  }

  private boolean skip(int depth) {
    if (isNext('{')) {
      return depth < deepest && skipObject(depth + 1);
    }
    if (isNext('[')) {
      return depth < deepest && skipArray(depth + 1);
    }
    at = skipped.read(record, at);
    return at >= 0;
  }

  private boolean skipArray(int depth) {
    if (isNextAfterSpace(']')) {
      return true;
    }
    do {
      at = skipSpace(record, at);
      if (!skip(depth)) {
        return false;
      }
    } while (isNextAfterSpace(','));
    return isNext(']');
  }

  private boolean skipObject(int depth) {
    if (isNextAfterSpace('}')) {
      return true;
    }
    do {
      if (!isNextAfterSpace('"')) {
        return false;
      }
      at = JsonBytes.endOfPlainString(record, at, record.length) + 1;
      if (at == 0 || !isNextAfterSpace(':')) {
        return false;
      }
      at = skipSpace(record, at);
      if (!skip(depth)) {
        return false;
      }
    } while (isNextAfterSpace(','));
    return isNext('}');
  }
}
