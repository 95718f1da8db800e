package io.gradstream.codec;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FieldEncoder;
import io.gradstream.data.FieldPath;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads samples that are JSON objects in UTF-8, one per record.
 *
 * <p>Fields outside the schema are skipped. Of a name that comes twice in an object the last value
 * counts. A number is the nearest double rounded to float32. Everything else that a field is not
 * meant to be (missing, null, of another type, not finite, of another size) rejects the sample, as
 * does a record that is not exactly one JSON object.
 *
 * <p>Not thread-safe.
 */
public final class JsonSampleDecoder implements SampleDecoder {
  // NaN and Infinity are let through by the parser, so that their field can be named; no encoder
  // takes them.
  private final JsonFactory json =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();
  private final Utf8 utf8 = new Utf8();
  private final int width;
  private final JsonFields root;
  private final Field[] fields;

  private JsonSampleDecoder(SampleSettings settings, boolean labelled) {
    this.width = settings.width();
    this.fields = fields(settings, labelled);
    this.root = JsonFields.of(Arrays.stream(fields).map(field -> field.path).toList(), json);
  }

  /** A decoder of samples to learn from: every field and the label must be there. */
  public static JsonSampleDecoder labelled(SampleSettings settings) {
    return new JsonSampleDecoder(settings, true);
  }

  /** A decoder of samples to predict: the label is not looked at, and the target is 0. */
  public static JsonSampleDecoder unlabelled(SampleSettings settings) {
    return new JsonSampleDecoder(settings, false);
  }

  private static Field[] fields(SampleSettings settings, boolean labelled) {
    List<Field> fields = new ArrayList<>();
    int column = 0;
    for (FeatureSettings feature : settings.features()) {
      fields.add(new Field(feature.field(), feature.encoder(), column));
      column += feature.columns();
    }
    if (labelled) {
      fields.add(new Field(settings.label().field(), settings.label().encoder(), Field.TARGET));
    }
    return fields.toArray(Field[]::new);
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    requireRoom(batch);
    requireUtf8(record);
    batch.targets().data()[batch.rows()] = 0;
    for (Field field : fields) {
      field.forget();
    }
    int start = Utf8.startsWithMark(record) ? Utf8.MARK_BYTES : 0;
    try (JsonParser parser =
        json.createParser(ObjectReadContext.empty(), record, start, record.length - start)) {
      readRecord(parser, batch);
    } catch (JacksonException e) {
      throw new RejectedSample(JsonFault.of(e));
    }
    for (Field field : fields) {
      field.requireValid();
    }
    batch.accept();
  }

  private void requireRoom(MiniBatch batch) {
    if (batch.isFull() || batch.features().columns() != width) {
      throw new IllegalArgumentException(
          "batch must have room for a row of %d columns: %d rows of %s"
              .formatted(width, batch.rows(), batch.features().capacity()));
    }
  }

  private void requireUtf8(byte[] record) throws RejectedSample {
    int invalid = utf8.firstInvalid(record);
    if (invalid >= 0) {
      throw new RejectedSample("not UTF-8: byte " + (invalid + 1));
    }
  }

  private void readRecord(JsonParser parser, MiniBatch batch) throws RejectedSample {
    JsonToken first = parser.nextToken();
    JsonFieldValue value = new JsonFieldValue(parser);
    if (first == null) {
      throw new RejectedSample("empty record");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new RejectedSample("not a JSON object: " + value.shown());
    }
    readObject(parser, value, root, 1, batch);
    if (parser.nextToken() != null) {
      throw new RejectedSample(
          "not one JSON object: something follows it at column "
              + parser.currentTokenLocation().getColumnNr());
    }
  }

  private void readObject(
      JsonParser parser, JsonFieldValue value, JsonFields known, int depth, MiniBatch batch) {
    int match = parser.nextNameMatch(known.names());
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      parser.nextToken();
      if (match >= 0) {
        readKnown(parser, value, known.child(match), depth, batch);
      } else {
        parser.skipChildren();
      }
      match = parser.nextNameMatch(known.names());
    }
  }

  private void readKnown(
      JsonParser parser, JsonFieldValue value, JsonFields.Child child, int depth, MiniBatch batch) {
    JsonFields object = child.object;
    if (object == null) {
      readField(parser, value, fields[child.field()], depth, batch);
      return;
    }
    // if the name came before, what it held then counts no more
    for (int field : child.fields()) {
      fields[field].forget();
    }
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      readObject(parser, value, object, depth + 1, batch);
    } else {
      parser.skipChildren();
    }
  }

  private void readField(
      JsonParser parser, JsonFieldValue value, Field field, int depth, MiniBatch batch) {
    value.begin();
    field.read(value, batch, width);
    // a rejected array or object may be left half-way
    while (parser.streamReadContext().getNestingDepth() > depth) {
      parser.nextToken();
    }
  }

  /** A field of the schema, and how it fared in the record at hand. */
  private static final class Field {
    static final int TARGET = -1;

    final FieldPath path;
    private final FieldEncoder encoder;
    private final int column;
    private boolean present;
    private @Nullable RejectedSample rejection;

    Field(String path, FieldEncoder encoder, int column) {
      this.path = FieldPath.parse(path);
      this.encoder = encoder;
      this.column = column;
    }

    void forget() {
      present = false;
      rejection = null;
    }

    void read(JsonFieldValue value, MiniBatch batch, int width) {
      present = true;
      rejection = null;
      try {
        encode(value, batch, width);
      } catch (RejectedSample e) {
        // held until the record's end: the name may come again, or the rest be no JSON
        rejection = e;
      }
    }

    private void encode(JsonFieldValue value, MiniBatch batch, int width) throws RejectedSample {
      if (value.kind() == JsonFieldValue.Kind.NULL) {
        throw new RejectedSample("field " + path + " is null");
      }
      if (column == TARGET) {
        encoder.encode(value, batch.targets().data(), batch.rows());
      } else {
        encoder.encode(value, batch.features().data(), batch.rows() * width + column);
      }
    }

    void requireValid() throws RejectedSample {
      if (rejection != null) {
        throw rejection;
      }
      if (!present) {
        throw new RejectedSample("field " + path + " is missing");
      }
    }
  }
}
