package io.gradstream.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.config.ConfigException;
import io.gradstream.config.Settings;
import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.FieldPath;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.model.Predictor;
import io.gradstream.record.OversizeRecord;
import io.gradstream.record.RecordReader;
import io.gradstream.record.RetriableDecodingException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.avro.AvroFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.format.Format;
import io.gradstream.record.format.FormatSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes from outside is taken, or refused in one line: nothing crashes or hangs. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(
              new Numeric("size"),
              Categorical.of("kind", 8),
              new Timestamp("at"),
              new HashedFeature.Map("words", Optional.of(16), Missing.ZERO),
              new Array("legs", 2)),
          new LabelSettings("bought", LabelSettings.Type.BINARY));

  /** The formats without objects have what these can carry. */
  private static final SampleSettings FLAT =
      new SampleSettings(
          List.of(new Numeric("size"), Categorical.of("kind", 8), new Timestamp("at")),
          new LabelSettings("bought", LabelSettings.Type.BINARY));

  private static final SampleSettings NUMBERS =
      new SampleSettings(
          List.of(new Numeric("size"), new Array("legs", 2)),
          new LabelSettings("bought", LabelSettings.Type.BINARY));

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "size", "type": ["null", "long"]}, {"name": "at", "type": "string"},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["HOME", "SHOP"]}},
        {"name": "words", "type": {"type": "map", "values": "double"}},
        {"name": "legs", "type": {"type": "array", "items": "float"}},
        {"name": "bought", "type": "boolean"}]}
      """;

  private static final List<String> JSON =
      List.of(
          "{\"size\": 12, \"kind\": \"HOME\", \"at\": \"2001-01-01T00:47\", \"words\": {\"good\": 2.5,"
              + " \"bad\": -1e-3}, \"legs\": [3, 4.25], \"bought\": 1}",
          "{\"bought\":0,\"legs\":[0,-0.0],\"at\":\"2016-09-13T23:59:59.123+02:00\",\"more\":{\"a\":"
              + "[null,true,{\"b\":\"\\u00e9\\n\"}]},\"size\":1e3,\"kind\":\"\\ud83d\\ude00\"}");

  private static final List<String> CSV =
      List.of(
          "12,HOME,2001-01-01T00:47,1", "\"1,2\",\"a \"\"b\"\"\",,0", ",,2016-09-13T23:59:59Z,1");

  static {
    // or each answer waits for an acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  @TempDir private Path directory;

  @Test
  void json_damaged_isASampleOrRejected() {
    decode(bytes(JSON), SAMPLE, Format.JSON, formats());
  }

  @Test
  void csv_damaged_isASampleOrRejected() {
    decode(bytes(CSV), FLAT, Format.CSV, formats());
  }

  @Test
  void float32_damaged_isASampleOrRejected() {
    byte[] row = ByteBuffer.allocate(16).putFloat(1).putFloat(2).putFloat(3).putFloat(0).array();
    decode(List.of(row), NUMBERS, Format.FLOAT32, formats());
  }

  @Test
  void avro_damaged_isASampleOrRejected() throws IOException {
    AvroSettings avro = new AvroSettings(Optional.of(SCHEMA), Optional.empty());
    decode(List.of(avroRecord()), SAMPLE, Format.AVRO, new FormatSettings(csv(), avro));
  }

  private static void decode(
      List<byte[]> corpus, SampleSettings sample, Format format, FormatSettings settings) {
    SampleDecoder decoder = format.with(settings).labelled(sample);
    MiniBatch batch = new MiniBatch(sample, 1);
    Fuzz.of(corpus, Set.of(RejectedSample.class))
        .run(
            input -> {
              batch.clear();
              decoder.decode(input, batch);
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"JSON", "CSV"})
  void file_damaged_isReadToItsEndOrRefused(Format format) {
    List<String> lines = format == Format.JSON ? JSON : CSV;
    String all = String.join("\n", lines);
    List<byte[]> corpus = bytes(List.of(all + "\n" + all, "[" + String.join(",", lines) + "]"));
    List<FieldPath> fields =
        Stream.of("size", "kind", "at", "bought").map(FieldPath::parse).toList();
    Fuzz.of(corpus, Set.of(IOException.class, IllegalArgumentException.class))
        .run(input -> readToItsEnd(format, fields, input));
  }

  private static void readToItsEnd(Format format, List<FieldPath> fields, byte[] input)
      throws IOException {
    try (RecordReader reader =
        format.with(formats()).framing(fields).read(new ByteArrayInputStream(input))) {
      boolean ended = false;
      while (!ended) {
        try {
          ended = reader.next() == null;
        } catch (OversizeRecord passedOver) {
          // the next call reads on behind it
        }
      }
    }
  }

  @Test
  void configuration_damaged_isReadOrRefused() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (String shipped : List.of("flights", "digits", "diabetes", "reference")) {
      corpus.add(Files.readAllBytes(Path.of("config", shipped + ".yaml")));
    }
    Path file = directory.resolve("fuzz.yaml");
    Fuzz.of(corpus, Set.of(ConfigException.class))
        .run(
            input -> {
              Files.write(file, input);
              Settings.read(file, Map.of("BOOTSTRAP_SERVERS", "localhost:1"));
            });
  }

  @Test
  void avroSchema_damaged_isReadOrRefused() {
    Fuzz.of(bytes(List.of(SCHEMA)), Set.of(IllegalArgumentException.class))
        .run(
            input -> {
              Optional<String> schema =
                  Optional.of("{" + new String(input, UTF_8).replaceFirst("^\\s*\\{", ""));
              new AvroFormat(new AvroSettings(schema, Optional.empty())).requireReadable(SAMPLE);
            });
  }

  @Test
  void version_damaged_isReadOrMalformed() throws IOException {
    Fuzz.of(published(".version"), Set.of(MalformedContent.class)).run(VersionFormat::decode);
  }

  /** Somebody may have published what can be read and is no model. */
  @Test
  void version_thatCanBeRead_predictsOrIsRefused() throws IOException {
    Fuzz.of(published(".version"), Set.of(MalformedContent.class, IllegalArgumentException.class))
        .run(input -> new Predictor(VersionFormat.decode(input)));
  }

  @Test
  void checkpoint_damaged_isReadOrMalformed() throws IOException {
    Fuzz.of(published(".checkpoint"), Set.of(MalformedContent.class))
        .run(new CheckpointCodec()::decode);
  }

  /** Records under the key of the model and under those of its blocks, one after the other. */
  @Test
  void blocks_damaged_areTakenOrMalformed() throws IOException {
    List<byte[]> corpus = new ArrayList<>(published(".version"));
    corpus.addAll(published(".checkpoint"));
    List<String> keys =
        List.of("m", "m/0.weight/0", "m/0.weight/1", "m/patch/0.weight/0", "m//0", "m/", "other/0");
    VersionAssembler assembler = new VersionAssembler("m", VersionFormat::decode);
    int[] next = {0};
    Fuzz.of(corpus, Set.of(MalformedContent.class))
        .run(
            input ->
                assembler.accept(keys.get(next[0]++ % keys.size()), input, OptionalLong.empty()));
  }

  private static List<byte[]> published(String ending) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (String type : List.of("binary", "numeric", "class")) {
      all.add(Files.readAllBytes(Path.of("src/test/resources/earlier", type + ending)));
    }
    return all;
  }

  /** What a registry says is of the record, or of the registry. */
  @Test
  void registry_answersDamaged_costARecordOrAreWaitedFor() throws IOException {
    byte[] good = new JsonMapper().writeValueAsBytes(Map.of("schema", SCHEMA));
    byte[] referring =
        new JsonMapper()
            .writeValueAsBytes(
                Map.of(
                    "schema",
                    SCHEMA.replace("\"long\"", "\"Other\""),
                    "references",
                    List.of(Map.of("name", "Other", "subject", "other", "version", 1))));
    byte[][] answer = {good};
    HttpServer registry = registry(answer);
    try {
      Optional<String> address = Optional.of("http://127.0.0.1:" + registry.getAddress().getPort());
      SampleDecoder decoder =
          Format.AVRO
              .with(new FormatSettings(csv(), new AvroSettings(Optional.empty(), address)))
              .labelled(SAMPLE);
      MiniBatch batch = new MiniBatch(SAMPLE, 1);
      byte[] record = avroRecord();
      int[] id = {0};
      Fuzz.of(
              List.of(good, referring),
              Set.of(RejectedSample.class, RetriableDecodingException.class))
          .run(
              input -> {
                answer[0] = input;
                batch.clear();
                decoder.decode(framed(++id[0], record), batch);
              });
    } finally {
      registry.stop(0);
    }
  }

  private static HttpServer registry(byte[][] answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer[0];
          int[] statuses = {200, 200, 200, 404, 422, 500, 302};
          exchange.sendResponseHeaders(
              statuses[body.length % statuses.length], body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static byte[] framed(int schema, byte[] record) {
    return ByteBuffer.allocate(5 + record.length).put((byte) 0).putInt(schema).put(record).array();
  }

  private static byte[] avroRecord() throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    GenericRecord visit = new GenericData.Record(schema);
    visit.put("size", 12L);
    visit.put("at", "2001-01-01T00:47");
    visit.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "SHOP"));
    visit.put("words", Map.of("good", 2.5));
    visit.put("legs", List.of(3f, 4f));
    visit.put("bought", true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(visit, out);
    out.flush();
    return bytes.toByteArray();
  }

  private static FormatSettings formats() {
    return new FormatSettings(csv(), new AvroSettings());
  }

  private static CsvSettings csv() {
    return new CsvSettings(List.of("size", "kind", "at", "bought"), ",", List.of(""));
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
  }
}
