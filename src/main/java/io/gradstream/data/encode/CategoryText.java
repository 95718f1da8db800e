package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.FieldValue.Kind;
import io.gradstream.data.text.DecimalText;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.data.text.TextBuffer;

/**
 * The text by which a value names a category: a string's own, {@code true} or {@code false}, or a
 * number's in one {@linkplain NumberNotation notation}. Not thread-safe; allocates nothing.
 */
final class CategoryText {
  private final String field;
  private final NumberNotation notation;
  private final DecimalText decimal = new DecimalText();
  private final TextBuffer canonical = new TextBuffer();
  private byte[] utf8 = {};
  private int offset;
  private int length;

  /** The texts of a field's values. */
  CategoryText(String field, NumberNotation notation) {
    this.field = field;
    this.notation = notation;
  }

  /**
   * Reads a value's text, which is there until the value moves on.
   *
   * @throws RejectedSample if it is no string, finite number or boolean, or a string without UTF-8
   */
  void read(FieldValue value) throws RejectedSample {
    require(value);
    utf8 = value.utf8();
    offset = value.utf8Offset();
    length = value.utf8Length();
    if (length < 0) {
      throw new RejectedSample(field + " must not hold half a surrogate pair: " + value.shown());
    }
    if (notation == NumberNotation.CANONICAL
        && value.isWrittenAsNumber()
        && !DecimalText.isPlain(utf8, offset, length)) {
      canonicalize();
    }
  }

  private void require(FieldValue value) throws RejectedSample {
    Kind kind = value.kind();
    boolean category =
        kind == Kind.TEXT
            || kind == Kind.BOOLEAN
            || (kind == Kind.NUMBER && Double.isFinite(value.number()));
    if (!category) {
      throw new RejectedSample(
          field + " must be a string, a finite number or a boolean: " + value.shown());
    }
  }

  private void canonicalize() {
    canonical.clear();
    if (decimal.append(utf8, offset, length, canonical)) {
      utf8 = canonical.bytes();
      offset = 0;
      length = canonical.length();
    }
  }

  /** Bytes that hold the text in UTF-8. */
  byte[] utf8() {
    return utf8;
  }

  /** Where it begins. */
  int offset() {
    return offset;
  }

  /** How many bytes it has. */
  int length() {
    return length;
  }
}
