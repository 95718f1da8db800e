package io.gradstream.data;

import io.gradstream.data.FieldValue.Kind;

/** Which values have a text that names a category. */
final class CategoryText {
  private CategoryText() {}

  /**
   * Checks that a value is a string, a finite number or a boolean.
   *
   * @throws RejectedSample if it is not
   */
  static void require(String field, FieldValue value) throws RejectedSample {
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

  /**
   * The length of the value's UTF-8.
   *
   * @throws RejectedSample if its text has none
   */
  static int length(String field, FieldValue value) throws RejectedSample {
    int length = value.utf8Length();
    if (length < 0) {
      throw new RejectedSample(field + " must not hold half a surrogate pair: " + value.shown());
    }
    return length;
  }
}
