package io.gradstream.codec;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** One walk over a record: known fields go into the batch's next row, others are skipped. */
final class JsonRecord {
  private final JsonParser parser;
  private final JsonFieldValue value;
  private final JsonField[] fields;
  private final MiniBatch batch;

  JsonRecord(JsonParser parser, JsonField[] fields, MiniBatch batch) {
    this.parser = parser;
    this.value = new JsonFieldValue(parser);
    this.fields = fields;
    this.batch = batch;
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
      throw new RejectedSample("not a JSON object: " + value.shown());
    }
    readObject(known, 1);
    if (parser.nextToken() != null) {
      throw new RejectedSample(
          "not one JSON object: something follows it at column "
              + parser.currentTokenLocation().getColumnNr());
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
      readField(fields[child.field()], depth);
      return;
    }
    // if the name came before, what it held then counts no more
    for (int field : child.fields()) {
      fields[field].forget();
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readObject(object, depth + 1);
    } else {
      parser.skipChildren();
    }
  }

  private void readField(JsonField field, int depth) {
    value.begin();
    field.read(value, batch);
    // an array or object that was rejected may be left half-way
    while (parser.streamReadContext().getNestingDepth() > depth) {
      parser.nextToken();
    }
  }
}
