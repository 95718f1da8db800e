package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is no sample is put aside with its reason, and learning goes on without it. */
@ExtendWith(SharedBroker.class)
class DeadLetterIT {
  private static final String PIXELS = "0,".repeat(63) + "0";
  private static final String NOT_JSON = "seven";
  private static final String MISSING = "{\"digit\": 7}";
  private static final String TEXT = "{\"pixels\": [\"dark\"], \"digit\": 7}";
  private static final String NAN = "{\"pixels\": [NaN], \"digit\": 7}";
  private static final String UNKNOWN_CLASS = "{\"pixels\": [%s], \"digit\": 10}".formatted(PIXELS);

  @TempDir private Path directory;

  @Test
  void train_recordsThatAreNoSamples_becomeDeadLettersAndLearningGoesOn() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    List<String> digits = Samples.digits();
    trial.send(digits.subList(0, 500));
    trial.send(List.of(NOT_JSON, MISSING, TEXT, NAN, UNKNOWN_CLASS, ""));
    sendTombstone(trial);
    trial.send(digits.subList(500, digits.size()));

    CommandRun run = trial.trainUntilEnd();

    assertThat(letters(trial))
        .containsExactly(
            letter(trial, 500, "not JSON: unrecognized token 'seven' at column 1", NOT_JSON),
            letter(trial, 501, "field pixels is missing", MISSING),
            letter(trial, 502, "pixels[0] must be a number: \"dark\"", TEXT),
            letter(trial, 503, "pixels[0] must be a number: NaN", NAN),
            letter(
                trial,
                504,
                "digit must be a class from 0 to 9, or sample.label.classes must list the words:"
                    + " 10",
                UNKNOWN_CLASS),
            letter(trial, 505, "empty record", ""),
            letter(trial, 506, "the record has no value", null));
    assertThat(run.count("deadLetters")).isEqualTo(7);
    assertThat(trial.exported()).isEqualTo(trial.replay(digits));
  }

  @Test
  void train_startedAgain_repeatsNoDeadLetter() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    List<String> digits = Samples.digits();
    trial.send(List.of(NOT_JSON, digits.get(0), MISSING));
    trial.trainUntilEnd();
    trial.send(List.of(TEXT, digits.get(1)));

    CommandRun second = trial.trainUntilEnd();

    assertThat(letters(trial)).extracting(Letter::value).containsExactly(NOT_JSON, MISSING, TEXT);
    assertThat(second.count("deadLetters")).isEqualTo(3);
  }

  private static void sendTombstone(Trial trial) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> broker =
        Map.of("bootstrap.servers", trial.settings().kafka().bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(broker, bytes, bytes)) {
      var unused = producer.send(new ProducerRecord<>(trial.inputTopic(), null));
    }
  }

  private static Letter letter(Trial trial, long offset, String reason, @Nullable String value) {
    return new Letter(trial.inputTopic(), "0", Long.toString(offset), reason, value);
  }

  private static List<Letter> letters(Trial trial) {
    return trial.committed().records(trial.settings().topics().deadLetter()).stream()
        .map(Letter::of)
        .toList();
  }

  /** A dead letter as its readers find it. */
  private record Letter(
      String topic, String partition, String offset, String reason, @Nullable String value) {
    static Letter of(ConsumerRecord<byte[], byte @Nullable []> record) {
      byte[] value = record.value();
      return new Letter(
          header(record, "topic"),
          header(record, "partition"),
          header(record, "offset"),
          header(record, "reason"),
          value == null ? null : new String(value, UTF_8));
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
      return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
  }
}
