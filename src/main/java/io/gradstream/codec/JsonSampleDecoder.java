package io.gradstream.codec;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RecordEncoder;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleDecoder;
import io.gradstream.data.SampleSettings;
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
  private final JsonFieldValue value =
      new JsonFieldValue(json.createParser(ObjectReadContext.empty(), "null"));
  private final RecordEncoder encoder;
  private final JsonFields root;

  private JsonSampleDecoder(RecordEncoder encoder) {
    this.encoder = encoder;
    this.root = JsonFields.of(encoder.fields(), json);
  }

  /** A decoder of samples to learn from: every field and the label must be there. */
  public static JsonSampleDecoder labelled(SampleSettings settings) {
    return new JsonSampleDecoder(RecordEncoder.labelled(settings));
  }

  /** A decoder of samples to predict: the label is not looked at, and the target is 0. */
  public static JsonSampleDecoder unlabelled(SampleSettings settings) {
    return new JsonSampleDecoder(RecordEncoder.unlabelled(settings));
  }

  @Override
  public void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    encoder.begin(batch);
    requireUtf8(record);
    int start = Utf8.startsWithMark(record) ? Utf8.MARK_BYTES : 0;
    try (JsonParser parser =
        json.createParser(ObjectReadContext.empty(), record, start, record.length - start)) {
      new JsonRecord(parser, value, encoder).read(root);
    } catch (JacksonException e) {
      throw new RejectedSample(JsonFault.of(e));
    }
    encoder.end();
  }

  private void requireUtf8(byte[] record) throws RejectedSample {
    int invalid = utf8.firstInvalid(record);
    if (invalid >= 0) {
      throw new RejectedSample("not UTF-8: byte " + (invalid + 1));
    }
  }
}
