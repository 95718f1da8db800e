package io.gradstream.codec;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

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
  // NaN and Infinity are let through by the parser, so that their field can be named: no encoder
  // takes them. That names of fields collide in Jackson's symbol table must not reject a sample:
  // it depends on the records before, and a replay would come to another model.
  private final JsonFactory json =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .build();
  private final Utf8 utf8 = new Utf8();
  private final int width;
  private final JsonFields root;
  private final JsonField[] fields;

  private JsonSampleDecoder(SampleSettings settings, boolean labelled) {
    this.width = settings.width();
    this.fields = fields(settings, labelled);
    this.root = JsonFields.of(Arrays.stream(fields).map(JsonField::path).toList(), json);
  }

  /** A decoder of samples to learn from: every field and the label must be there. */
  public static JsonSampleDecoder labelled(SampleSettings settings) {
    return new JsonSampleDecoder(settings, true);
  }

  /** A decoder of samples to predict: the label is not looked at, and the target is 0. */
  public static JsonSampleDecoder unlabelled(SampleSettings settings) {
    return new JsonSampleDecoder(settings, false);
  }

  private static JsonField[] fields(SampleSettings settings, boolean labelled) {
    List<JsonField> fields = new ArrayList<>();
    int column = 0;
    for (FeatureSettings feature : settings.features()) {
      fields.add(JsonField.feature(feature.field(), feature.encoder(), column));
      column += feature.columns();
    }
    if (labelled) {
      fields.add(JsonField.label(settings.label().field(), settings.label().encoder()));
    }
    return fields.toArray(JsonField[]::new);
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    requireRoom(batch);
    requireUtf8(record);
    batch.targets().data()[batch.rows()] = 0;
    for (JsonField field : fields) {
      field.forget();
    }
    int start = Utf8.startsWithMark(record) ? Utf8.MARK_BYTES : 0;
    try (JsonParser parser =
        json.createParser(ObjectReadContext.empty(), record, start, record.length - start)) {
      new JsonRecord(parser, fields, batch).read(root);
    } catch (JacksonException e) {
      throw new RejectedSample(JsonFault.of(e));
    }
    for (JsonField field : fields) {
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
}
