package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same samples make the same model, in whichever format they come through the broker. */
@ExtendWith(SharedBroker.class)
class RecordFormatsIT {
  private static final List<String> NUMBERS = List.of("age", "bmi", "bp", "s5", "progression");
  private static final String SAMPLE =
      """
      sample: {features: [%s], label: {field: progression, type: numeric}}"""
          .formatted(
              NUMBERS.stream()
                  .limit(4)
                  .map("{field: %s, type: numeric, scale: standard}"::formatted)
                  .collect(Collectors.joining(", ")));

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void train_recordsOfAFormat_learnsWhatReplayDoesOfJson(Written written) throws IOException {
    String input = "input: {topic: in-%s, %s}".formatted(UUID.randomUUID(), written.settings);
    Trial trial = Trial.of(directory, "diabetes", SAMPLE, input);
    Trial json = Trial.of(directory, "diabetes", SAMPLE);

    trial.sendRecords(Samples.diabetes().stream().map(written::record).toList());
    trial.trainUntilEnd();

    List<String> held = Samples.diabetes().stream().map(written::held).toList();
    assertThat(trial.exported()).isEqualTo(json.replay(held));
  }

  /** Day 17057 is the 13th of September 2016, a Tuesday. */
  @Test
  void train_avroDates_areDays() throws IOException {
    String schema =
        """
        {"type": "record", "name": "Visit", "fields": [
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "y", "type": "double"}]}"""
            .replace("\n", " ");
    Trial trial =
        Trial.of(
            directory,
            "diabetes",
            "input: {topic: in-%s, format: avro, avro: {schema: '%s'}}"
                .formatted(UUID.randomUUID(), schema),
            "sample: {features: [{field: day, type: timestamp, parts: [weekday]}],"
                + " label: {field: y, type: numeric}}");

    trial.sendRecords(List.of(HexFormat.of().parseHex("c28a020000000080842e41")));
    trial.trainUntilEnd();

    float[] weights = trial.exportedVersion().parameters().values().iterator().next().data();
    assertThat(weights[1]).isPositive();
    weights[1] = 0;
    assertThat(weights).containsOnly(0);
  }

  /** How a record is written. */
  private enum Written {
    CSV("format: csv, csv: {columns: [%s]}".formatted(String.join(", ", NUMBERS))) {
      @Override
      byte[] record(double[] numbers) {
        return Arrays.stream(numbers)
            .mapToObj(Double::toString)
            .collect(Collectors.joining(","))
            .getBytes(UTF_8);
      }
    },
    FLOAT32("format: float32") {
      @Override
      byte[] record(double[] numbers) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(numbers).forEach(number -> bytes.putFloat((float) number));
        return bytes.array();
      }

      @Override
      double held(double number) {
        return (float) number;
      }
    },
    AVRO("format: avro, avro: {schema: '%s'}".formatted(schema())) {
      @Override
      byte[] record(double[] numbers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
          for (double number : numbers) {
            out.writeDouble(number);
          }
          out.flush();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
      }
    };

    private final String settings;

    Written(String settings) {
      this.settings = settings;
    }

    abstract byte[] record(double[] numbers);

    /** What is left of a number. */
    double held(double number) {
      return number;
    }

    byte[] record(String json) {
      return record(numbers(json));
    }

    /** The sample as this format has it. */
    String held(String json) {
      double[] numbers = numbers(json);
      return IntStream.range(0, numbers.length)
          .mapToObj(i -> "\"%s\": %s".formatted(NUMBERS.get(i), held(numbers[i])))
          .collect(Collectors.joining(", ", "{", "}"));
    }

    private static double[] numbers(String json) {
      JsonNode sample = new JsonMapper().readTree(json);
      return NUMBERS.stream().mapToDouble(name -> sample.get(name).doubleValue()).toArray();
    }

    private static String schema() {
      return NUMBERS.stream()
          .map("{\"name\": \"%s\", \"type\": \"double\"}"::formatted)
          .collect(
              Collectors.joining(
                  ", ", "{\"type\": \"record\", \"name\": \"Patient\", \"fields\": [", "]}"));
    }
  }
}
