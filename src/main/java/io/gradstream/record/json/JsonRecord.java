package io.gradstream.record.json;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.encode.RecordEncoder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** One walk over a record: known fields go to the encoder, others are skipped. */
final class JsonRecord {
  private final JsonParser parser;
  private final JsonFieldValue value;
  private final RecordEncoder encoder;

  JsonRecord(JsonParser parser, JsonFieldValue value, RecordEncoder encoder) {
    this.parser = parser;
    this.value = value;
    this.encoder = encoder;
  }

  /**
   * Reads the whole record.
   *
   * @throws RejectedSample if it is anything but one object
   */
  void read(JsonFields known) throws RejectedSample {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new RejectedSample("empty record");
    }
    if (first != JsonToken.START_OBJECT) {
      throw notAnObject();
    }
    readObject(known, 1);
    if (parser.nextToken() != null) {
      throw new RejectedSample(
          "not one JSON object: something follows it at column "
              + parser.currentTokenLocation().getColumnNr());
    }
  }

  private RejectedSample notAnObject() {
    value.begin(parser);
    String shown = value.shown();
    String end = endsEarly() ? " that ends before its ]" : "";
    return new RejectedSample("not a JSON object: " + shown + end);
  }

  private boolean endsEarly() {
    try {
      parser.skipChildren();
      return false;
    } catch (JacksonException e) {
      return e.getOriginalMessage().startsWith("Unexpected end-of-input");
    }
  }

  private void readObject(JsonFields known, int depth) {
    int match = parser.nextNameMatch(known.names());
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      parser.nextToken();
      if (match >= 0) {
        readKnown(known.child(match), depth);
      } else {
        parser.skipChildren();
      }
      match = parser.nextNameMatch(known.names());
    }
  }

  private void readKnown(JsonFields.Child child, int depth) {
    JsonFields object = child.object();
    if (object == null) {
      readField(child.field(), depth);
      return;
    }
    // if the name came before, what it held then counts no more
    for (int field : child.fields()) {
      encoder.forget(field);
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readObject(object, depth + 1);
    } else {
      parser.skipChildren();
    }
  }

  private void readField(int field, int depth) {
    value.begin(parser);
    encoder.read(field, value);
    // an array or object that was rejected may be left half-way
    while (parser.streamReadContext().getNestingDepth() > depth) {
      parser.nextToken();
    }
  }
}
