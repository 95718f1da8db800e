package io.gradstream.record.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.data.text.CategoryHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
import tools.jackson.databind.json.JsonMapper;

class AvroSampleDecoderTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "page", "type": {"type": "record", "name": "Page", "fields": [
          {"name": "size", "type": ["null", "long"]},
          {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["HOME", "SHOP"]}}]}},
        {"name": "words", "type": {"type": "map", "values": "double"}},
        {"name": "more", "type": {"type": "map", "values": "int"}},
        {"name": "legs", "type": {"type": "array", "items": "float"}},
        {"name": "bought", "type": "boolean"}]}
      """;
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(
              new Numeric("page.size", Scale.none(), Missing.ZERO),
              new Numeric("more.clicks", Scale.none(), Missing.INDICATOR),
              Categorical.of("page.kind", 4),
              new HashedFeature.Map("words", Optional.of(4), Missing.DEAD_LETTER),
              new Array("legs", 2)),
          new LabelSettings("bought", LabelSettings.Type.BINARY));

  private final MiniBatch batch = new MiniBatch(SETTINGS, 2);

  @Test
  void decode_nestedRecord_fillsItsRow() throws IOException, RejectedSample {
    decoder(Optional.empty()).decode(record(1L, Map.of("clicks", 5)), batch);

    float[] expected = new float[13];
    expected[0] = 1;
    expected[1] = 5;
    expected[3 + CategoryHash.own(4).bucket("SHOP")] = 1;
    expected[7 + CategoryHash.own(4).bucket("good")] = 2.5f;
    expected[11] = 3;
    expected[12] = 4;
    assertThat(LogicalRows.of(batch, SETTINGS, 0)).containsExactly(expected);
    assertThat(batch.targets()[0]).isEqualTo(1);
  }

  @Test
  void decode_nullAndNoSuchKey_areMissing() throws IOException, RejectedSample {
    decoder(Optional.empty()).decode(record(null, Map.of()), batch);

    assertThat(batch.features()[0]).isZero();
    assertThat(batch.features()[1]).isNaN();
    assertThat(batch.features()[2]).isEqualTo(1);
  }

  @Test
  void decode_damagedRecord_rejects() throws IOException {
    AvroSampleDecoder decoder = decoder(Optional.empty());
    byte[] record = record(1L, Map.of());

    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(record, record.length - 3), batch))
        .isInstanceOf(RejectedSample.class)
        .hasMessage("not Avro of the schema: it ends too early");
    assertThatThrownBy(() -> decoder.decode(new byte[0], batch))
        .hasMessage("not Avro of the schema: it ends too early");
    assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(record, record.length + 1), batch))
        .hasMessage("not one Avro record: something follows it");
    assertThat(batch.rows()).isZero();
  }

  @Test
  void decode_confluentWireFormat_asksTheRegistryOncePerSchema()
      throws IOException, RejectedSample {
    AtomicInteger asked = new AtomicInteger();
    HttpServer registry = registry(asked);
    try {
      AvroSampleDecoder decoder = decoder(Optional.of(address(registry)));

      decoder.decode(framed(7, record(1L, Map.of())), batch);
      decoder.decode(framed(7, record(2L, Map.of())), batch);

      assertThat(batch.rows()).isEqualTo(2);
      assertThat(asked).hasValue(1);
      batch.clear();
      assertThatThrownBy(() -> decoder.decode(framed(8, record(2L, Map.of())), batch))
          .hasMessage("written with schema 8, which the registry does not have");
      assertThatThrownBy(() -> decoder.decode(record(2L, Map.of()), batch))
          .hasMessageStartingWith("not in Confluent's wire format");
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void decode_registryAway_isNoFaultOfTheRecord() throws IOException {
    HttpServer registry = registry(new AtomicInteger());
    String address = address(registry);
    registry.stop(0);
    byte[] record = framed(7, record(1L, Map.of()));

    assertThatThrownBy(() -> decoder(Optional.of(address)).decode(record, batch))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the schema registry " + address + "/ cannot be used");
  }

  @Test
  void schemas_impossible_areRefused() {
    assertThatThrownBy(
            () -> new AvroSchemas(new AvroSettings(Optional.of("no.avsc"), Optional.empty()), 500))
        .hasMessage("input.avro.schema must be JSON or a file that can be read: no.avsc");
    assertThatThrownBy(
            () ->
                new AvroSchemas(
                    new AvroSettings(Optional.of("{\"type\":\"int\"}"), Optional.empty()), 500))
        .hasMessage("input.avro.schema must be that of a record: int");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "ftp://localhost",
        "http://",
        "http://u:se cret@h",
        "http://u:secret^@h"
      })
  void schemas_noAddress_isRefusedWithoutShowingIt(String address) {
    AvroSettings settings = new AvroSettings(Optional.empty(), Optional.of(address));

    assertThatThrownBy(() -> new AvroSchemas(settings, 500))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input.avro.registry must be an address such as http://localhost")
        .hasMessageNotContaining("cret");
  }

  static Stream<Arguments> answers() {
    String point = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"P\\\",\\\"fields\\\":[]}";
    return Stream.of(
        Arguments.of(
            200, "{\"schema\": \"\\\"string\\\"\"}", "which is of type string and not of a record"),
        Arguments.of(
            200,
            "{\"schema\": \"{\\\"type\\\": \\\"int\\\"}\"}",
            "which is of type int and not of a record"),
        Arguments.of(200, "{\"schema\": \"/etc/hostname\"}", "which is no Avro schema, "),
        Arguments.of(
            200,
            "{\"schema\": \"" + point.replace("record", "reco|rd") + "\"}",
            "which is no Avro schema, "),
        Arguments.of(
            200,
            "{\"schemaType\": \"PROTOBUF\", \"schema\": \"message P {}\"}",
            "which is one of PROTOBUF, not of Avro"),
        Arguments.of(
            200,
            "{\"schemaType\": \"JSON\", \"schema\": \"" + point + "\"}",
            "which is one of JSON, not of Avro"),
        Arguments.of(
            200,
            "{\"schema\": \""
                + point
                + "\", \"references\": [{\"name\": \"a.B\","
                + " \"subject\": \"gone\", \"version\": 3}]}",
            "which refers to gone, version 3, which the registry does not have"),
        Arguments.of(404, "{\"error_code\": 40403}", "which the registry does not have"),
        Arguments.of(422, "", "which the registry does not have"));
  }

  /** What a registry says of one record is that record's fault. */
  @ParameterizedTest
  @MethodSource("answers")
  void decode_registryHasNoUsableSchema_rejects(int status, String answer, String reason)
      throws IOException {
    HttpServer registry = registry(Map.of("/schemas/ids/7", answer), status);
    try {
      AvroSampleDecoder decoder = decoder(Optional.of(address(registry)));

      assertThatThrownBy(() -> decoder.decode(framed(7, new byte[0]), batch))
          .isInstanceOf(RejectedSample.class)
          .hasMessageStartingWith("written with schema 7, " + reason);
      assertThatThrownBy(() -> decoder.decode(framed(7, new byte[0]), batch))
          .isInstanceOf(RejectedSample.class);
    } finally {
      registry.stop(0);
    }
  }

  /** What it says of itself will pass. */
  @ParameterizedTest
  @CsvSource({
    "500, ''",
    "429, ''",
    "401, ''",
    "403, '{}'",
    "404, <html>not found</html>",
    "200, <html>sign in</html>",
    "200, '{}'",
    "200, '{\"schema\": 5}'"
  })
  void decode_registryThatCannotSay_isWaitedFor(int status, String answer) throws IOException {
    HttpServer registry = registry(Map.of("/schemas/ids/7", answer), status);
    try {
      AvroSampleDecoder decoder = decoder(Optional.of(address(registry)));

      assertThatThrownBy(() -> decoder.decode(framed(7, new byte[0]), batch))
          .isInstanceOf(RegistryAway.class);
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void decode_schemaWithReferences_isReadByThem() throws IOException, RejectedSample {
    String page = new Schema.Parser().parse(SCHEMA).getField("page").schema().toString();
    String visit =
        SCHEMA.replaceFirst("(?s)\\{\"type\": \"record\", \"name\": \"Page\".*?]}}]}", "\"Page\"");
    JsonMapper json = new JsonMapper();
    List<Map<String, Object>> references =
        List.of(Map.of("name", "Page", "subject", "pages/all", "version", 2));
    HttpServer registry =
        registry(
            Map.of(
                "/schemas/ids/7",
                json.writeValueAsString(Map.of("schema", visit, "references", references)),
                "/subjects/pages%2Fall/versions/2",
                json.writeValueAsString(Map.of("schema", page))),
            200);
    try {
      decoder(Optional.of(address(registry))).decode(framed(7, record(5L, Map.of())), batch);

      assertThat(batch.features()[0]).isEqualTo(5);
    } finally {
      registry.stop(0);
    }
  }

  private static AvroSampleDecoder decoder(Optional<String> registry) {
    AvroSettings settings =
        new AvroSettings(registry.isPresent() ? Optional.empty() : Optional.of(SCHEMA), registry);
    return new AvroSampleDecoder(RecordEncoder.labelled(SETTINGS), new AvroSchemas(settings, 500));
  }

  private static HttpServer registry(Map<String, String> answers, int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getRawPath();
          byte[] answer = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              answers.containsKey(path) ? status : 404, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static HttpServer registry(AtomicInteger asked) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        new JsonMapper()
            .writeValueAsString(Map.of("schema", SCHEMA))
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/schemas/ids/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().endsWith("/7");
          asked.addAndGet(known ? 1 : 0);
          exchange.sendResponseHeaders(known ? 200 : 404, known ? answer.length : -1);
          if (known) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer registry) {
    return "http://127.0.0.1:" + registry.getAddress().getPort();
  }

  private static byte[] framed(int schema, byte[] record) {
    return ByteBuffer.allocate(5 + record.length).put((byte) 0).putInt(schema).put(record).array();
  }

  private static byte[] record(@Nullable Long size, Map<String, Integer> more) throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    Schema pageSchema = schema.getField("page").schema();
    GenericRecord page = new GenericData.Record(pageSchema);
    page.put("size", size);
    page.put("kind", new GenericData.EnumSymbol(pageSchema.getField("kind").schema(), "SHOP"));
    GenericRecord record = new GenericData.Record(schema);
    record.put("page", page);
    record.put("words", Map.of("good", 2.5));
    record.put("more", more);
    record.put("legs", List.of(3f, 4f));
    record.put("bought", true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, out);
    out.flush();
    return bytes.toByteArray();
  }
}
