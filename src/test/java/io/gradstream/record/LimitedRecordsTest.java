package io.gradstream.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.avro.AvroFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvFormat;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.json.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is beyond a limit is rejected by its name, and what is at it is not. */
class LimitedRecordsTest {
  private static final SampleLimits LIMITS = new SampleLimits(100, 4, 3, 2, 1);
  private static final LabelSettings LABEL = new LabelSettings("y", LabelSettings.Type.NUMERIC);
  private static final SampleSettings TAGS =
      new SampleSettings(
          List.of(
              new HashedFeature.Tags("t", Optional.of(8), Optional.of("|"), Missing.DEAD_LETTER)),
          LABEL);
  private static final SampleSettings MAP =
      new SampleSettings(
          List.of(new HashedFeature.Map("m", Optional.of(8), Missing.DEAD_LETTER)), LABEL);

  private static final Schema AVRO =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "R", "fields": [
                {"name": "y", "type": "double"},
                {"name": "t", "type": {"type": "array", "items": "string"}},
                {"name": "m", "type": {"type": "map", "values": "double"}},
                {"name": "r", "type": ["null", "R"]}]}
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"y\":1,\"t\":[\"a\",\"b\",\"c\",\"d\"]} ~ 4",
        "{\"y\":1,\"t\":[\"ä\",\"b\",\"c\",\"d\",7]} ~ 5",
        "{\"y\":1,\"t\":\"a|b|c|d\"} ~ 4"
      })
  void json_moreCategoriesThanMany_areRejected(String record, int found) {
    assertRejected(
        () -> decode(json(), TAGS, record),
        "t must have at most 3 elements, input.limits.arrayLength: " + found);
  }

  @Test
  void json_asManyCategoriesAsMayBe_areASample() throws RejectedSample {
    assertThat(decode(json(), TAGS, "{\"y\":1,\"t\":[\"a\",\"b\",\"c\"]}")).isEqualTo(1);
  }

  @Test
  void json_moreKeysThanMany_areRejected() {
    assertRejected(
        () -> decode(json(), MAP, "{\"y\":1,\"m\":{\"a\":1,\"b\":0,\"c\":2}}"),
        "m must have at most 2 keys, input.limits.mapKeys: 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"y\":1,\"m\":{},\"z\":[[[[]]]]}",
        "{\"y\":1,\"m\":{},\"z\":{\"z\":{\"z\":{\"z\":{}}}}}",
        "{\"y\":1,\"m\":{},\"z\":[{\"ä\":[[1]]}]}"
      })
  void json_deeperThanMany_isRejected(String record) {
    assertRejected(
        () -> decode(json(), MAP, record),
        "a record must be nested at most 4 deep, input.limits.depth: 5");
  }

  @Test
  void json_asDeepAsMayBe_isASample() throws RejectedSample {
    assertThat(decode(json(), MAP, "{\"y\":1,\"m\":{},\"z\":[[[1]]]}")).isEqualTo(1);
    assertThat(decode(json(), MAP, "{\"y\":1,\"m\":{},\"z\":[[{\"a\":1}]]}")).isEqualTo(1);
  }

  @Test
  void csv_moreCategoriesThanMany_areRejected() throws RejectedSample {
    SampleFormat csv = new CsvFormat(new CsvSettings(List.of("y", "t"), ",", List.of()), LIMITS);

    assertThat(decode(csv, TAGS, "1,a|b|c")).isEqualTo(1);
    assertRejected(
        () -> decode(csv, TAGS, "1,a|b|c|d"),
        "t must have at most 3 elements, input.limits.arrayLength: 4");
  }

  @Test
  void avro_beyondLimits_isRejected() throws IOException, RejectedSample {
    GenericRecord whole = avro(List.of("a", "b", "c"), Map.of("a", 1.0, "b", 2.0), null);
    GenericRecord inner = avro(List.of(), Map.of(), whole);

    assertThat(decode(avro(), TAGS, written(whole))).isEqualTo(1);
    assertThat(decode(avro(), MAP, written(inner))).isEqualTo(1);
    assertRejected(
        () -> decode(avro(), TAGS, written(avro(List.of("a", "b", "c", "d"), Map.of(), null))),
        "t must have at most 3 elements, input.limits.arrayLength: 4");
    assertRejected(
        () ->
            decode(
                avro(), MAP, written(avro(List.of(), Map.of("a", 1.0, "b", 1.0, "c", 1.0), null))),
        "m must have at most 2 keys, input.limits.mapKeys: 3");
    assertRejected(
        () ->
            decode(
                avro(), MAP, written(avro(List.of(), Map.of(), avro(List.of(), Map.of(), inner)))),
        "a record must be nested at most 4 deep, input.limits.depth: 5");
  }

  @ParameterizedTest
  @CsvSource({"99, false", "100, false", "101, true", "100000, true"})
  void file_lineLongerThanAny_isRejected(int length, boolean tooLong) throws IOException {
    String text = "x".repeat(length) + "\r\n{}\n";
    RecordReader records = json().framing(List.of()).read(new ByteArrayInputStream(utf8(text)));

    if (tooLong) {
      assertThatThrownBy(records::next)
          .isInstanceOfSatisfying(
              OversizeRecord.class,
              large -> assertThat(large.beginning()).hasSizeBetween(101, 1000))
          .hasMessage("a record must have at most 100 bytes, input.limits.recordBytes: " + length);
    } else {
      assertThat(records.next()).hasSize(length);
    }
    assertThat(records.next()).containsExactly(utf8("{}"));
  }

  private static SampleFormat json() {
    return new JsonFormat(LIMITS);
  }

  private static SampleFormat avro() {
    return new AvroFormat(new AvroSettings(Optional.of(AVRO.toString()), Optional.empty()), LIMITS);
  }

  private static GenericRecord avro(
      List<String> tags, Map<String, Double> map, @Nullable GenericRecord inner) {
    GenericRecord record = new GenericData.Record(AVRO);
    record.put("y", 1.0);
    record.put("t", tags);
    record.put("m", map);
    record.put("r", inner);
    return record;
  }

  private static byte[] written(GenericRecord record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(AVRO).write(record, out);
    out.flush();
    return bytes.toByteArray();
  }

  private static int decode(SampleFormat format, SampleSettings sample, String record)
      throws RejectedSample {
    return decode(format, sample, utf8(record));
  }

  private static int decode(SampleFormat format, SampleSettings sample, byte[] record)
      throws RejectedSample {
    MiniBatch batch = new MiniBatch(sample, 1);
    format.labelled(sample).decode(record, batch);
    return batch.rows();
  }

  private static void assertRejected(ThrowingCallable decoding, String reason) {
    assertThatThrownBy(decoding).isInstanceOf(RejectedSample.class).hasMessage(reason);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
