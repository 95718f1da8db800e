package io.gradstream.codec;

import io.gradstream.data.FieldValue;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The value that a JSON parser stands on. */
final class JsonFieldValue implements FieldValue {
  private static final char[] TRUE = "true".toCharArray();
  private static final char[] FALSE = "false".toCharArray();

  private final JsonParser parser;
  private boolean insideArray;

  JsonFieldValue(JsonParser parser) {
    this.parser = parser;
  }

  /** Says that the parser has come to a field's value. */
  void begin() {
    insideArray = false;
  }

  @Override
  public Kind kind() {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case START_ARRAY -> Kind.ARRAY;
      case START_OBJECT -> Kind.OBJECT;
      default -> Kind.NULL;
    };
  }

  @Override
  public double number() {
    return parser.getDoubleValue();
  }

  @Override
  public boolean isTrue() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  @Override
  public char[] textCharacters() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      default -> parser.getStringCharacters();
    };
  }

  @Override
  public int textOffset() {
    return kind() == Kind.BOOLEAN ? 0 : parser.getStringOffset();
  }

  @Override
  public int textLength() {
    return kind() == Kind.BOOLEAN ? textCharacters().length : parser.getStringLength();
  }

  @Override
  public boolean nextElement() {
    if (insideArray) {
      parser.skipChildren();
    }
    insideArray = true;
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  @Override
  public String shown() {
    return switch (kind()) {
      case TEXT -> Quoted.text(textCharacters(), textOffset(), textLength());
      case NUMBER, BOOLEAN -> Quoted.cut(textCharacters(), textOffset(), textLength());
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case NULL -> "null";
    };
  }
}
