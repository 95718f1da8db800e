package io.gradstream.record.json;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.record.JacksonFault;
import io.gradstream.record.Utf8;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Reads any record, or says what is wrong with it: {@link JsonSampleDecoder} on Jackson. */
final class JacksonSampleDecoder {
  private static final String DEPTH = "Document nesting depth";

  // NaN and Infinity are let through by the parser: the one stands for what is missing, and no
  // encoder takes the other, so that its field can be named. That names of fields collide in
  // Jackson's symbol table must not reject a sample: it depends on the records before, and a replay
  // would come to another model.
  private final JsonFactory json;
  private final Utf8 utf8 = new Utf8();
  private final JsonFieldValue value;
  private final RecordEncoder encoder;
  private final JsonFields root;

  JacksonSampleDecoder(RecordEncoder encoder) {
    this.encoder = encoder;
    this.json = factory(encoder.limits());
    this.value = new JsonFieldValue(json.createParser(ObjectReadContext.empty(), "null"));
    this.root = JsonFields.of(encoder.fields(), json);
  }

  private static JsonFactory factory(SampleLimits limits) {
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .recyclerPool(JsonRecyclerPools.threadLocalPool())
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(limits.depth()).build())
        .build();
  }

  /**
   * Decodes one record into the row behind the batch's last, and accepts it.
   *
   * @throws RejectedSample if the record is no sample of this schema; the batch is then as before
   */
  void decode(byte[] record, MiniBatch batch) throws RejectedSample {
    encoder.begin(batch);
    utf8.requireValid(record);
    int start = Utf8.startsWithMark(record) ? Utf8.MARK_BYTES : 0;
    try (JsonParser parser =
        json.createParser(ObjectReadContext.empty(), record, start, record.length - start)) {
      new JsonRecord(parser, value, encoder).read(root);
    } catch (JacksonException e) {
      throw new RejectedSample(reason(e));
    }
    encoder.end();
  }

  private String reason(JacksonException fault) {
    boolean tooDeep =
        fault instanceof StreamConstraintsException && fault.getOriginalMessage().startsWith(DEPTH);
    SampleLimits limits = encoder.limits();
    return tooDeep ? limits.tooDeep(limits.depth() + 1) : JacksonFault.of(fault);
  }
}
