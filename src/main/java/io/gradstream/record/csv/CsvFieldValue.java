package io.gradstream.record.csv;

import io.gradstream.record.EntrylessValue;
import io.gradstream.record.Quoted;
import io.gradstream.record.Utf8Text;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberInput;

/**
 * A value among others separated by commas. Whether it is a number or a text its writer does not
 * say: what can be read as a finite number is one, and true and false in any case are booleans. One
 * is enough for all records.
 */
final class CsvFieldValue implements EntrylessValue {
  private final Utf8Text text = new Utf8Text();
  private char[] characters = {};
  private int offset;
  private int length;
  private final char[][] missing;
  private Kind kind = Kind.NULL;
  private double number;

  /** A value where these texts mean that there is none. */
  CsvFieldValue(List<String> missing) {
    this.missing = missing.stream().map(String::toCharArray).toArray(char[][]::new);
  }

  /** Stands on the value that a parser has come to. */
  void begin(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      kind = Kind.NULL;
      length = 0;
      return;
    }
    characters = parser.getStringCharacters();
    offset = parser.getStringOffset();
    length = parser.getStringLength();
    kind = isMissing() ? Kind.NULL : kindOfText();
  }

  private boolean isMissing() {
    for (char[] word : missing) {
      if (word.length == length
          && Arrays.equals(word, 0, length, characters, offset, offset + length)) {
        return true;
      }
    }
    return false;
  }

  private Kind kindOfText() {
    if (CsvNumber.isOne(characters, offset, length)) {
      number = NumberInput.parseDouble(characters, offset, length, true);
      return Double.isFinite(number) ? Kind.NUMBER : Kind.TEXT;
    }
    return is("true") || is("false") ? Kind.BOOLEAN : Kind.TEXT;
  }

  private boolean is(String word) {
    boolean same = length == word.length();
    for (int i = 0; same && i < length; i++) {
      same = Character.toLowerCase(characters[offset + i]) == word.charAt(i);
    }
    return same;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public double number() {
    return number;
  }

  /** Not what begins with a zero before others, or has an exponent and no point: codes do. */
  @Override
  public boolean isWrittenAsNumber() {
    return kind == Kind.NUMBER && !CsvNumber.isLikeCode(characters, offset, length);
  }

  @Override
  public boolean isTrue() {
    return kind == Kind.BOOLEAN && length == "true".length();
  }

  @Override
  public byte[] utf8() {
    text.set(characters, offset, length);
    return text.bytes();
  }

  @Override
  public int utf8Offset() {
    return 0;
  }

  @Override
  public int utf8Length() {
    return text.length();
  }

  @Override
  public boolean nextElement() {
    return false;
  }

  @Override
  public String shown() {
    return switch (kind) {
      case NUMBER, BOOLEAN -> Quoted.cut(characters, offset, length);
      case TEXT -> Quoted.text(characters, offset, length);
      case ARRAY, OBJECT, NULL -> length == 0 ? "null" : Quoted.cut(characters, offset, length);
    };
  }
}
