package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a model of whose records some were damaged where they are kept. */
@Timeout(120)
@ExtendWith(SharedBroker.class)
class DamagedTopicsIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String OTHER = "{\"x\": 2, \"y\": -1}";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"json", "safetensors"})
  void train_newestVersionDamaged_goesBackAndPublishesAboveIt(String format) throws IOException {
    Trial trial = learned("publish: {format: %s}".formatted(format));
    damageLast(trial, trial.settings().topics().parameters(), DamagedTopicsIT::halved);

    requireGoesBack(trial);
  }

  @Test
  void train_newestStateDamaged_goesBackAndPublishesAboveIt() throws IOException {
    Trial trial = learned();
    damageLast(trial, trial.settings().topics().state(), DamagedTopicsIT::halved);

    requireGoesBack(trial);
  }

  @Test
  void train_newestVersionGoneForText_publishesAboveItsState() throws IOException {
    Trial trial = learned();
    damageLast(
        trial,
        trial.settings().topics().parameters(),
        value -> "nothing of it is left".getBytes(UTF_8));

    requireGoesBack(trial);
  }

  private static void requireGoesBack(Trial trial) throws IOException {
    try (Warnings warnings = new Warnings()) {
      trial.trainUntilEnd();

      assertThat(warnings.all())
          .filteredOn(line -> line.startsWith("going on with version 2 of "))
          .singleElement()
          .asString()
          .endsWith("and counting from 3");
    }
    assertThat(trial.exportedVersion().version()).isEqualTo(4);
    assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, OTHER, SAMPLE)));
  }

  @Test
  void commands_everyVersionDamaged_sayWhichAndWhatToDo() throws IOException {
    Trial trial = learned();
    String topic = trial.settings().topics().parameters();
    damageAll(trial, topic, DamagedTopicsIT::halved);

    CommandRun train = CommandRun.inThisJvm(trial.command("train", "--until-end"));
    CommandRun export =
        CommandRun.inThisJvm(trial.command("export", "--to", directory.resolve("none").toString()));
    CommandRun predict =
        CommandRun.inThisJvm(trial.command("predict", "--input", trial.config().toString()));

    String damaged = "topic %s has no whole version of the model any more".formatted(topic);
    assertThat(train.code()).isEqualTo(1);
    assertThat(lastLine(train))
        .contains(damaged, "(partition 0, offset ")
        .endsWith("start over with --reset, or learn under another name");
    assertThat(List.of(lastLine(export), lastLine(predict)))
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("gradstream: topic %s has no whole version".formatted(topic))
                    .endsWith("or train it again with --reset"));
    assertThat(List.of(export.code(), predict.code())).containsOnly(1);
  }

  @Test
  void train_stateTopicGone_goesOnFromTheVersionIfToldTo() throws IOException {
    Trial trial = learned("optimizer: {type: sgd, learningRate: 0.01}");
    trial.rewrite(trial.settings().topics().state(), List.of());
    trial.send(List.of(OTHER));

    requireWayOn(trial);

    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end", "--from-version"));
    assertThat(run.requireDone().count("samples")).isEqualTo(1);
    assertThat(trial.exportedVersion().version()).isEqualTo(4);
    // Nothing that plain gradient descent needs was on the other topic.
    assertThat(trial.exported().parameters())
        .isEqualTo(trial.replay(List.of(SAMPLE, OTHER, SAMPLE, OTHER)).parameters());
    trial.trainUntilEnd();
  }

  @Test
  void train_everyStateDamaged_goesOnFromTheVersionIfToldTo() throws IOException {
    Trial trial = learned();
    damageAll(trial, trial.settings().topics().state(), DamagedTopicsIT::halved);
    trial.send(List.of(OTHER));

    requireWayOn(trial);

    CommandRun.inThisJvm(trial.command("train", "--until-end", "--from-version")).requireDone();
    assertThat(trial.exportedVersion().version()).isEqualTo(4);
  }

  private static void requireWayOn(Trial trial) {
    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(lastLine(run)).contains("--reset, or with --from-version from the newest version");
  }

  @Test
  void train_fromVersionWithoutAny_saysSo() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));

    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end", "--from-version"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(lastLine(run)).endsWith("has none: leave --from-version out");
  }

  @Test
  void train_everythingDamaged_doesNotStartFromNothing() throws IOException {
    Trial trial = learned();
    damageAll(trial, trial.settings().topics().parameters(), DamagedTopicsIT::halved);
    damageAll(trial, trial.settings().topics().state(), DamagedTopicsIT::halved);

    CommandRun train = CommandRun.inThisJvm(trial.command("train", "--until-end"));

    assertThat(train.code()).isEqualTo(1);
    assertThat(lastLine(train)).contains("has no whole version of the model any more");
    CommandRun reset = CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset"));
    assertThat(reset.requireDone().count("samples")).isEqualTo(3);
    assertThat(trial.exportedVersion().version()).isEqualTo(4);
  }

  @Test
  void train_nothingButAnothersTextUnderItsKey_startsAndSaysSo() throws IOException {
    Trial trial = Trial.ofLine(directory);
    trial.send(List.of(SAMPLE));
    String topic = trial.settings().topics().parameters();
    trial.committed().send(topic, trial.settings().modelName(), "hello".getBytes(UTF_8));
    try (Warnings warnings = new Warnings()) {
      assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(1);

      assertThat(warnings.all())
          .singleElement()
          .asString()
          .startsWith("topic %s, partition 0, offset 0: passed over".formatted(topic));
    }
    assertThat(trial.exportedVersion().version()).isEqualTo(1);
  }

  @Test
  void commands_versionOfAnotherModelUnderTheKey_passItOver() throws IOException {
    Trial trial = learned();
    Trial another = learned();
    for (int more = 0; more < 3; more++) {
      another.send(List.of(OTHER));
      another.trainUntilEnd();
    }
    for (String from : written(another)) {
      String to = from.replace(another.settings().modelName(), trial.settings().modelName());
      ConsumerRecord<byte[], byte[]> last = last(another.committed().records(from));
      trial.committed().send(to, trial.settings().modelName(), last.value());
    }

    assertThat(trial.exportedVersion().version()).isEqualTo(3);
    trial.send(List.of(OTHER));
    trial.trainUntilEnd();

    assertThat(trial.exportedVersion().version()).isEqualTo(7);
    assertThat(trial.exported()).isEqualTo(trial.replay(List.of(SAMPLE, OTHER, SAMPLE, OTHER)));
  }

  @Test
  void train_versionsFromBeforeThereWereHeaders_goesOn() throws IOException {
    Trial trial = learned();
    for (String topic : written(trial)) {
      trial.rewrite(topic, Trial.withoutHeaders(trial.committed().records(topic)));
    }
    trial.send(List.of(OTHER));
    try (Warnings warnings = new Warnings()) {
      assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(4);

      assertThat(warnings.all()).isEmpty();
    }
    assertThat(trial.exportedVersion().version()).isEqualTo(4);
  }

  /** Three versions, a sample each. */
  private Trial learned(String... sections) throws IOException {
    Trial trial = Trial.ofLine(directory, sections);
    for (String sample : List.of(SAMPLE, OTHER, SAMPLE)) {
      trial.send(List.of(sample));
      trial.trainUntilEnd();
    }
    return trial;
  }

  private static List<String> written(Trial trial) {
    return List.of(trial.settings().topics().parameters(), trial.settings().topics().state());
  }

  private static byte[] halved(byte[] value) {
    return Arrays.copyOf(value, value.length / 2);
  }

  private static void damageLast(Trial trial, String topic, UnaryOperator<byte[]> damage) {
    List<ConsumerRecord<byte[], byte[]>> records = trial.committed().records(topic);
    trial.rewrite(
        topic,
        records.stream()
            .map(each -> copy(each, each == last(records) ? damage : UnaryOperator.identity()))
            .toList());
  }

  private static void damageAll(Trial trial, String topic, UnaryOperator<byte[]> damage) {
    trial.rewrite(
        topic, trial.committed().records(topic).stream().map(each -> copy(each, damage)).toList());
  }

  private static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, UnaryOperator<byte[]> damage) {
    return new ProducerRecord<>(
        record.topic(), 0, record.key(), damage.apply(record.value()), record.headers());
  }

  private static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  private static String lastLine(CommandRun run) {
    return last(run.err());
  }
}
