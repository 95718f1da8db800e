package io.gradstream.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.avro.AvroFormat;
import io.gradstream.record.avro.AvroSettings;
import io.gradstream.record.csv.CsvFormat;
import io.gradstream.record.csv.CsvSettings;
import io.gradstream.record.float32.Float32Format;
import io.gradstream.record.json.JsonSampleDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bundled flights, written in every format, give the same samples. */
class FormatsTest {
  private static final int FLIGHTS = 2_000;
  private static final LabelSettings LABEL =
      new LabelSettings("delayed", LabelSettings.Type.BINARY);
  private static final SampleSettings SETTINGS =
      SampleSettings.of(
          List.of(
              new Numeric("distance"),
              Categorical.of("origin", 512),
              Categorical.of("hour", 64),
              new Timestamp("timestamp"),
              new Cross(List.of("destination", "timestamp.hour"))),
          LABEL,
          Optional.of("delay"),
          1024);
  private static final SampleSettings NUMBERS =
      new SampleSettings(List.of(new Numeric("distance"), Categorical.of("hour", 64)), LABEL);

  static final String SCHEMA =
      """
      {"type": "record", "name": "Flight", "fields": [
        {"name": "timestamp", "type": "string"}, {"name": "origin", "type": ["null", "string"]},
        {"name": "destination", "type": "string"}, {"name": "distance", "type": "double"},
        {"name": "hour", "type": "int"}, {"name": "delay", "type": "float"},
        {"name": "delayed", "type": "boolean"}]}
      """;

  @Test
  void csv_flights_areTheSamplesOfJson() throws IOException, RejectedSample {
    List<String> columns =
        List.of("timestamp", "origin", "destination", "distance", "hour", "x", "delay", "delayed");
    CsvSettings csv = new CsvSettings(columns, ";", List.of(""));
    SampleDecoder decoder = new CsvFormat(csv).labelled(SETTINGS);
    MiniBatch batch = new MiniBatch(SETTINGS, FLIGHTS);

    for (JsonNode flight : flights()) {
      decoder.decode(
          utf8(
              "%s;\"%s\";%s;%s;%s;a \"\"x;%s;%s"
                  .formatted(
                      flight.get("timestamp").asString(),
                      flight.get("origin").asString(),
                      flight.get("destination").asString(),
                      flight.get("distance"),
                      flight.get("hour"),
                      Math.abs(flight.get("delay").asInt()),
                      flight.get("delayed").asInt() == 1 ? "True" : "0")),
          batch);
    }

    assertSame(batch, json(SETTINGS), SETTINGS);
  }

  @Test
  void float32_flights_areTheSamplesOfJson() throws IOException, RejectedSample {
    SampleDecoder decoder = new Float32Format().labelled(NUMBERS);
    MiniBatch batch = new MiniBatch(NUMBERS, FLIGHTS);

    for (JsonNode flight : flights()) {
      decoder.decode(
          ByteBuffer.allocate(12)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat(flight.get("distance").floatValue())
              .putFloat(flight.get("hour").asInt())
              .putFloat(flight.get("delayed").asInt())
              .array(),
          batch);
    }

    assertSame(batch, json(NUMBERS), NUMBERS);
  }

  @Test
  void avro_flights_areTheSamplesOfJson() throws IOException, RejectedSample {
    AvroSettings avro = new AvroSettings(Optional.of(SCHEMA), Optional.empty());
    SampleDecoder decoder = new AvroFormat(avro).labelled(SETTINGS);
    MiniBatch batch = new MiniBatch(SETTINGS, FLIGHTS);

    for (JsonNode flight : flights()) {
      decoder.decode(avro(flight), batch);
    }

    assertSame(batch, json(SETTINGS), SETTINGS);
  }

  /** A flight as an Avro record. */
  static byte[] avro(JsonNode flight) throws IOException {
    GenericRecord record = new GenericData.Record(new Schema.Parser().parse(SCHEMA));
    for (String name : List.of("timestamp", "origin", "destination")) {
      record.put(name, flight.get(name).asString());
    }
    record.put("distance", flight.get("distance").doubleValue());
    record.put("hour", flight.get("hour").asInt());
    record.put("delay", (float) Math.abs(flight.get("delay").asInt()));
    record.put("delayed", flight.get("delayed").asInt() == 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, out);
    out.flush();
    return bytes.toByteArray();
  }

  /** The first flights as JSON, early ones as late as late ones: a weight is not negative. */
  static List<JsonNode> flights() throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("config/data/flights.jsonl.gz")))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .limit(FLIGHTS)
          .map(line -> new JsonMapper().readTree(line.replace("\"delay\":-", "\"delay\":")))
          .toList();
    }
  }

  private static MiniBatch json(SampleSettings settings) throws IOException, RejectedSample {
    MiniBatch batch = new MiniBatch(settings, FLIGHTS);
    JsonSampleDecoder decoder = JsonSampleDecoder.labelled(settings);
    for (JsonNode flight : flights()) {
      decoder.decode(utf8(flight.toString()), batch);
    }
    return batch;
  }

  private static void assertSame(MiniBatch actual, MiniBatch expected, SampleSettings settings) {
    assertThat(actual.rows()).isEqualTo(expected.rows()).isGreaterThan(1_900);
    for (int row = 0; row < actual.rows(); row++) {
      assertThat(LogicalRows.of(actual, settings, row))
          .containsExactly(LogicalRows.of(expected, settings, row));
    }
    assertThat(actual.targets()).containsExactly(expected.targets());
    assertThat(actual.weights()).containsExactly(expected.weights());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
