package io.gradstream.data.encode;

import io.gradstream.data.time.DeclaredTime;
import io.gradstream.data.time.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One field's value where it stands in a record, whatever the wire format: an encoder asks it for
 * what it needs. Valid during one call of {@link RecordEncoder#read}.
 */
public interface FieldValue {
  /** What a value can be. */
  enum Kind {
    /** A number, infinities included where the format knows them. */
    NUMBER,
    /** A string. */
    TEXT,
    /** True or false. */
    BOOLEAN,
    /** A list, read with {@link #nextElement}. */
    ARRAY,
    /** Values by name, read with {@link #nextEntry}. */
    OBJECT,
    /** Nothing: null, or a number that is NaN, by which writers without a null say so. */
    NULL
  }

  /** What it is. */
  Kind kind();

  /** A number's nearest double; infinite if it is beyond all. */
  double number();

  /**
   * Whether it is a number beyond doubt, so that another notation would be the same category. In a
   * format without types 007 and 12e4 may be codes.
   */
  default boolean isWrittenAsNumber() {
    return kind() == Kind.NUMBER;
  }

  /** The last whole second of a number of these units. */
  default double second(TimeUnit unit) {
    return unit.second(number());
  }

  /** What a number counts where its writer says that it is a moment; null if nobody does. */
  default @Nullable DeclaredTime declaredTime() {
    return null;
  }

  /** Whether a boolean is true. */
  boolean isTrue();

  /**
   * Bytes that hold, at {@link #utf8Offset()}, the UTF-8 of the text of a string, a number or a
   * boolean as it stands in the record. To be called before the other two.
   */
  byte[] utf8();

  /** Where the text begins. */
  int utf8Offset();

  /** How many bytes the text has; -1 if it holds half a surrogate pair and so has no UTF-8. */
  int utf8Length();

  /**
   * Moves on to the next element of an array, which this value then is.
   *
   * @return false behind the last
   */
  boolean nextElement();

  /**
   * Moves on to the value of the next entry of an object, which this value then is; what it is
   * called is told by {@link #nameUtf8}.
   *
   * @return false behind the last
   */
  boolean nextEntry();

  /**
   * Bytes that hold, at {@link #nameOffset()}, the UTF-8 of the entry's name. To be called before
   * the other two.
   */
  byte[] nameUtf8();

  /** Where the entry's name begins. */
  int nameOffset();

  /** How many bytes the name has; -1 if it holds half a surrogate pair. */
  int nameLength();

  /** The value as a message shows it: {@code "far"}, {@code an array}; cut where it is long. */
  String shown();
}
