package io.gradstream.record.json;

import io.gradstream.data.encode.FieldValue;
import io.gradstream.data.time.TimeUnit;
import io.gradstream.record.Quoted;
import io.gradstream.record.Utf8Text;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The value that a JSON parser stands on. One is enough for all records. */
final class JsonFieldValue implements FieldValue {
  private static final char[] TRUE = "true".toCharArray();
  private static final char[] FALSE = "false".toCharArray();

  private final Utf8Text text = new Utf8Text();
  private final Utf8Text name = new Utf8Text();
  private JsonParser parser;
  private boolean inside;

  /** The value at {@code parser}, the first of many. */
  JsonFieldValue(JsonParser parser) {
    this.parser = parser;
  }

  /** Says that a parser has come to a field's value. */
  void begin(JsonParser at) {
    parser = at;
    inside = false;
  }

  @Override
  public Kind kind() {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> Kind.NUMBER;
      // Python writes NaN for what is missing.
      case VALUE_NUMBER_FLOAT -> isNaN() ? Kind.NULL : Kind.NUMBER;
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case START_ARRAY -> Kind.ARRAY;
      case START_OBJECT -> Kind.OBJECT;
      default -> Kind.NULL;
    };
  }

  /** Infinities are not numbers to Jackson either, but to us: no encoder takes them. */
  private boolean isNaN() {
    return parser.isNaN() && Double.isNaN(parser.getDoubleValue());
  }

  @Override
  public double number() {
    return parser.getDoubleValue();
  }

  @Override
  public double second(TimeUnit unit) {
    boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    return whole && parser.getNumberType() != NumberType.BIG_INTEGER
        ? unit.second(parser.getLongValue())
        : FieldValue.super.second(unit);
  }

  @Override
  public boolean isTrue() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  @Override
  public byte[] utf8() {
    text.set(characters(), offset(), length());
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

  private char[] characters() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      default -> parser.getStringCharacters();
    };
  }

  private int offset() {
    return kind() == Kind.BOOLEAN ? 0 : parser.getStringOffset();
  }

  private int length() {
    return kind() == Kind.BOOLEAN ? characters().length : parser.getStringLength();
  }

  @Override
  public boolean nextElement() {
    leavePrevious();
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  @Override
  public boolean nextEntry() {
    leavePrevious();
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    name.set(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    parser.nextToken();
    return true;
  }

  private void leavePrevious() {
    if (inside) {
      parser.skipChildren();
    }
    inside = true;
  }

  @Override
  public byte[] nameUtf8() {
    return name.bytes();
  }

  @Override
  public int nameOffset() {
    return 0;
  }

  @Override
  public int nameLength() {
    return name.length();
  }

  @Override
  public String shown() {
    return switch (kind()) {
      case TEXT -> Quoted.text(characters(), offset(), length());
      case NUMBER, BOOLEAN -> Quoted.cut(characters(), offset(), length());
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> parser.currentToken() == JsonToken.VALUE_NULL ? "null" : "NaN";
    };
  }
}
