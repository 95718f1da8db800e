package io.gradstream.record.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the types that a schema declares are to a learner. */
class AvroTypesTest {
  private static final FeatureSettings TAGS =
      new HashedFeature.Tags("x", Optional.of(8), Optional.empty(), Missing.DEAD_LETTER);

  private static final long SECOND = Instant.parse("2016-09-13T23:59:59Z").getEpochSecond();
  private static final int TUESDAY = 1;
  private static final int WEDNESDAY = 2;

  static Stream<Arguments> moments() {
    long day = LocalDate.of(2016, 9, 13).toEpochDay();
    return Stream.of(
        Arguments.of("int", "date", (int) day, "Asia/Tokyo", TUESDAY, 0),
        Arguments.of("int", "date", -1, "UTC", WEDNESDAY, 0),
        Arguments.of("long", "timestamp-millis", SECOND * 1000 + 999, "UTC", TUESDAY, 23),
        Arguments.of("long", "timestamp-millis", SECOND * 1000, "Asia/Tokyo", WEDNESDAY, 8),
        Arguments.of("long", "timestamp-micros", SECOND * 1000_000 + 999_999, "UTC", TUESDAY, 23),
        Arguments.of(
            "long", "timestamp-nanos", SECOND * 1000_000_000 + 999_999_999, "UTC", TUESDAY, 23),
        Arguments.of("long", "local-timestamp-millis", SECOND * 1000, "Asia/Tokyo", TUESDAY, 23),
        Arguments.of(
            "long", "local-timestamp-micros", SECOND * 1000_000, "Asia/Tokyo", TUESDAY, 23),
        Arguments.of(
            "long", "local-timestamp-nanos", SECOND * 1000_000_000, "Asia/Tokyo", TUESDAY, 23));
  }

  /** Whatever {@code unit} says of numbers that declare nothing. */
  @ParameterizedTest
  @MethodSource("moments")
  void decode_declaredMoment_isThatMoment(
      String type, String logical, Object value, String zone, int weekday, int hour)
      throws IOException, RejectedSample {
    for (TimeUnit unit : TimeUnit.values()) {
      FeatureSettings feature =
          Timestamp.of(
              "x",
              List.of(TimePart.WEEKDAY, TimePart.HOUR),
              TimeEncoding.ONE_HOT,
              unit,
              zone,
              Missing.DEAD_LETTER);

      float[] row = decoded(feature, declared(type, logical), value);

      assertThat(row[weekday]).isEqualTo(1);
      assertThat(row[7 + hour]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"int, time-millis, 3600000", "long, time-micros, 3600000000"})
  void decode_timeOfDay_hasAnHour(String type, String logical, long value)
      throws IOException, RejectedSample {
    FeatureSettings feature =
        Timestamp.of(
            "x",
            List.of(TimePart.HOUR),
            TimeEncoding.ONE_HOT,
            TimeUnit.SECONDS,
            "Asia/Tokyo",
            Missing.DEAD_LETTER);
    Object number = type.equals("int") ? (Object) (int) value : value;

    assertThat(decoded(feature, declared(type, logical), number)[1]).isEqualTo(1);
    assertThatThrownBy(() -> require(new Timestamp("x"), declared(type, logical)))
        .hasMessage(
            "sample.features[0]: field x is of type %s in input.avro.schema, of which only the hour"
                    .formatted(logical)
                + " is a part");
  }

  @Test
  void decode_decimals_areTheirNumbers() throws IOException, RejectedSample {
    String bytes = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}";
    String fixed =
        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4,\"logicalType\":\"decimal\","
            + "\"precision\":9,\"scale\":2}";
    byte[] cents = BigInteger.valueOf(-12345).toByteArray();
    byte[] padded = ByteBuffer.allocate(4).putInt(-12345).array();

    assertThat(decoded(new Numeric("x"), bytes, ByteBuffer.wrap(cents))[0]).isEqualTo(-123.45f);
    assertThat(
            decoded(
                new Numeric("x"),
                fixed,
                new GenericData.Fixed(new Schema.Parser().parse(fixed), padded))[0])
        .isEqualTo(new BigDecimal("-123.45").floatValue());
    assertThat(
            decoded(Categorical.of("x", 8), bytes, ByteBuffer.wrap(new byte[] {2, 88}))[
                bucket("6")])
        .isEqualTo(1);
  }

  @Test
  void decode_uuidAndEnum_areTheirTexts() throws IOException, RejectedSample {
    UUID uuid = UUID.fromString("6c9d1d5e-12ab-4f7e-9d2c-0b8b5a6f3e21");
    String fixed = "{\"type\":\"fixed\",\"name\":\"U\",\"size\":16,\"logicalType\":\"uuid\"}";
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    String kind = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"HOME\",\"SHOP\"]}";

    assertThat(
            decoded(
                Categorical.of("x", 8),
                fixed,
                new GenericData.Fixed(new Schema.Parser().parse(fixed), bytes))[
                bucket(uuid.toString())])
        .isEqualTo(1);
    assertThat(
            decoded(Categorical.of("x", 8), declared("string", "uuid"), uuid.toString())[
                bucket(uuid.toString())])
        .isEqualTo(1);
    assertThat(
            decoded(
                Categorical.of("x", 8),
                kind,
                new GenericData.EnumSymbol(new Schema.Parser().parse(kind), "SHOP"))[
                bucket("SHOP")])
        .isEqualTo(1);
  }

  @Test
  void decode_unions_areWhatTheyHold() throws IOException, RejectedSample {
    String union = "[\"null\"," + declared("int", "date") + ",\"string\"]";

    assertThat(decoded(new Timestamp("x"), union, 17057)[24 + TUESDAY]).isEqualTo(1);
    assertThat(decoded(new Timestamp("x"), union, "2016-09-13")[24 + TUESDAY]).isEqualTo(1);
    assertThatThrownBy(() -> decoded(new Timestamp("x"), union, null))
        .hasMessage("field x is null");
  }

  @Test
  void decode_recordAsMap_isItsFields() throws IOException, RejectedSample {
    String words =
        "{\"type\":\"record\",\"name\":\"W\",\"fields\":[{\"name\":\"good\",\"type\":\"int\"},"
            + "{\"name\":\"bad\",\"type\":[\"null\",\"double\"]}]}";
    GenericRecord record = new GenericData.Record(new Schema.Parser().parse(words));
    record.put("good", 3);

    float[] row =
        decoded(new HashedFeature.Map("x", Optional.of(8), Missing.DEAD_LETTER), words, record);

    assertThat(row[bucket("good")]).isEqualTo(3);
  }

  @Test
  void decode_nan_isMissing() {
    assertThatThrownBy(() -> decoded(new Numeric("x"), "\"double\"", Double.NaN))
        .hasMessage("field x is NaN");
  }

  static Stream<Arguments> unfit() {
    String array = "{\"type\":\"array\",\"items\":\"int\"}";
    String texts = "{\"type\":\"array\",\"items\":\"string\"}";
    String duration =
        "{\"type\":\"fixed\",\"name\":\"D\",\"size\":12,\"logicalType\":\"duration\"}";
    return Stream.of(
        Arguments.of(new Numeric("x"), "\"string\"", "string", "number"),
        Arguments.of(new Numeric("x"), "\"bytes\"", "bytes", "number"),
        Arguments.of(
            new Numeric("x"), "[\"null\",\"string\",\"boolean\"]", "string or boolean", "number"),
        Arguments.of(new FeatureSettings.Array("x", 2), "\"int\"", "int", "array"),
        Arguments.of(Categorical.of("x", 4), array, "array", "number or text or boolean"),
        Arguments.of(new Timestamp("x"), duration, "duration", "number or text"),
        Arguments.of(new HashedFeature.Map("x"), array, "array", "object"),
        Arguments.of(
            new FeatureSettings.Array("x", 2), texts, "array of string", "array of number"),
        Arguments.of(
            new FeatureSettings.Array("x", 2),
            "[\"null\",{\"type\":\"array\",\"items\":[\"null\",\"string\",\"boolean\"]}]",
            "array of string or boolean",
            "array of number"),
        Arguments.of(
            new HashedFeature.Map("x"),
            "{\"type\":\"map\",\"values\":\"string\"}",
            "map of string",
            "object of number or boolean"),
        Arguments.of(
            TAGS,
            "{\"type\":\"array\",\"items\":" + texts + "}",
            "array of array",
            "number or text or boolean or array of number or text or boolean"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void require_typeThatTheFeatureIsNot_isRefused(
      FeatureSettings feature, String type, String found, String wanted) {
    assertThatThrownBy(() -> require(feature, type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "sample.features[0]: field x is of type %s in input.avro.schema, which is not %s"
                .formatted(found, wanted));
  }

  /** What may hold something that will do is looked at record by record. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"array\",\"items\":[\"null\",\"double\",\"string\"]}",
        "{\"type\":\"array\",\"items\":\"null\"}",
        "[\"string\",{\"type\":\"array\",\"items\":\"long\"}]"
      })
  void require_elementsThatMayBeNumbers_areTaken(String type) {
    assertThatCode(() -> require(new FeatureSettings.Array("x", 2), type))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(Categorical.of("x", 8), "\"string\"", new byte[] {4, (byte) 0xFF, 'a'}),
        Arguments.of(
            Categorical.of("x", 8),
            "{\"type\":\"string\",\"avro.java.string\":\"String\"}",
            new byte[] {4, 'a', (byte) 0xC3}),
        Arguments.of(
            TAGS,
            "{\"type\":\"array\",\"items\":\"string\"}",
            new byte[] {2, 6, (byte) 0xED, (byte) 0xA0, (byte) 0x80, 0}),
        Arguments.of(
            new HashedFeature.Map("x", Optional.of(8), Missing.DEAD_LETTER),
            "{\"type\":\"map\",\"values\":\"int\"}",
            new byte[] {2, 4, (byte) 0xC0, (byte) 0x80, 2, 0}));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void decode_textThatIsNotUtf8_rejects(FeatureSettings feature, String type, byte[] x) {
    SampleSettings settings = sample(feature);
    AvroSampleDecoder decoder =
        new AvroSampleDecoder(
            RecordEncoder.labelled(settings), schemas(schema(type, "\"double\"")));
    byte[] record = Arrays.copyOf(x, x.length + Double.BYTES);

    assertThatThrownBy(() -> decoder.decode(record, new MiniBatch(settings, 1)))
        .isInstanceOf(RejectedSample.class)
        .hasMessageStartingWith("not UTF-8: byte ");
  }

  /** The unit of what declares it is its own, whatever {@code unit} says. */
  @Test
  void decode_declaredMomentOutOfRange_isToldInItsUnit() {
    assertThatThrownBy(
            () -> decoded(new Timestamp("x"), declared("long", "timestamp-millis"), Long.MAX_VALUE))
        .hasMessage(
            "x must be a time such as \"2001-01-31T08:15\", or millis since 1970: "
                + Long.MAX_VALUE);
  }

  @Test
  void require_fieldThatIsNotThere_isRefused() {
    assertThatThrownBy(
            () -> require(new Numeric("distanze", Scale.none(), Missing.MEAN), "\"int\""))
        .hasMessageStartingWith("sample.features[0]: input.avro.schema has no field distanze");
    SampleSettings words =
        new SampleSettings(
            List.of(new Numeric("x")), LabelSettings.of("y", LabelClasses.named("a", "b")));
    assertThatThrownBy(
            () ->
                schemas(schema(declared("int", "date"), "{\"type\":\"array\",\"items\":\"int\"}"))
                    .require(words))
        .hasMessageStartingWith("sample.label: field y is of type array");
  }

  /** Ten bytes that announce two thousand million. */
  @Test
  void decode_lengthThatIsNotThere_rejects() {
    for (String type :
        List.of(
            "\"string\"",
            "\"bytes\"",
            "{\"type\":\"array\",\"items\":\"null\"}",
            "{\"type\":\"map\",\"values\":\"int\"}")) {
      SampleSettings settings = sample(new Numeric("z", Scale.none(), Missing.ZERO));
      AvroSampleDecoder decoder =
          new AvroSampleDecoder(
              RecordEncoder.labelled(settings), schemas(schema(type, "\"double\"")));
      byte[] record = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 1, 2, 3};

      assertThatThrownBy(() -> decoder.decode(record, new MiniBatch(settings, 1)))
          .isInstanceOf(RejectedSample.class)
          .hasMessageStartingWith("not Avro of the schema: ");
    }
  }

  private static int bucket(String text) {
    return CategoryHash.own(8).bucket(text);
  }

  private static String declared(String type, String logical) {
    return "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, logical);
  }

  private static String schema(String x, String y) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":%s},"
            .formatted(x)
        + "{\"name\":\"y\",\"type\":%s}]}".formatted(y);
  }

  private static AvroSchemas schemas(String schema) {
    return new AvroSchemas(new AvroSettings(Optional.of(schema), Optional.empty()), 500);
  }

  private static SampleSettings sample(FeatureSettings feature) {
    return new SampleSettings(List.of(feature), new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static void require(FeatureSettings feature, String type) {
    schemas(schema(type, "\"double\"")).require(sample(feature));
  }

  private static float[] decoded(FeatureSettings feature, String type, @Nullable Object value)
      throws IOException, RejectedSample {
    String json = schema(type, "\"double\"");
    Schema schema = new Schema.Parser().parse(json);
    GenericRecord record = new GenericData.Record(schema);
    record.put("x", value);
    record.put("y", 1.0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, out);
    out.flush();
    SampleSettings settings = sample(feature);
    MiniBatch batch = new MiniBatch(settings, 1);
    AvroSchemas schemas = schemas(json);
    schemas.require(settings);
    new AvroSampleDecoder(RecordEncoder.labelled(settings), schemas)
        .decode(bytes.toByteArray(), batch);
    return LogicalRows.of(batch, settings, 0);
  }
}
