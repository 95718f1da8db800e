package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large costs a dead letter, in a learner with little memory too. */
@ExtendWith(SharedBroker.class)
class LimitsIT {
  private static final String SMALL = "export GRADSTREAM_OPTS=-Xmx112m; ";

  @TempDir private Path directory;

  @Test
  void train_moreBadRecordsThanMemory_learnsTheGoodOnesToTheEnd() throws Exception {
    Trial trial = Trial.of(directory, "diabetes");
    List<byte[]> records = new ArrayList<>();
    byte[] bad = ("{\"age\":\"" + "x".repeat(900_000) + "\"}").getBytes(UTF_8);
    List<String> samples = Samples.diabetes();
    for (int i = 0; i < samples.size(); i++) {
      records.add(samples.get(i).getBytes(UTF_8));
      if (i % 3 == 0) {
        records.add(bad);
      }
    }
    trial.sendRecords(records);

    CommandRun run = type("gradstream " + String.join(" ", trial.command("train", "--until-end")));

    assertThat(run.requireDone().count("samples")).isEqualTo(442);
    assertThat(run.count("deadLetters")).isEqualTo(148);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "lz4", "snappy"})
  void train_batchThatUnpacksToMoreThanMemory_learnsTheGoodOnesToTheEnd(String compression)
      throws Exception {
    Trial trial = Trial.of(directory, "diabetes");
    trial.send(Samples.diabetes());
    // Packed by snappy or lz4 they are 20 to 200 times as small, and a topic takes a megabyte.
    int times = compression.equals("snappy") ? 20 : compression.equals("lz4") ? 150 : 250;
    trial.sendPacked(compression, Collections.nCopies(times, new byte[900_000]));
    trial.sendPacked(compression, Collections.nCopies(20, new byte[900_000]));
    trial.send(Samples.diabetes());

    CommandRun run = type("gradstream " + String.join(" ", trial.command("train", "--until-end")));

    assertThat(run.requireDone().count("samples")).isEqualTo(884);
    assertThat(run.count("deadLetters")).isEqualTo(times + 20);
    assertThat(run.err()).noneSatisfy(line -> assertThat(line).contains("Deserializer"));
  }

  @Test
  void train_recordLargerThanAny_isADeadLetterOfItsBeginning() throws Exception {
    Trial trial = Trial.of(directory, "diabetes");
    trial.sendPacked("gzip", List.of(new byte[40_000_000]));
    trial.send(Samples.diabetes());

    CommandRun run = type("gradstream " + String.join(" ", trial.command("train", "--until-end")));

    assertThat(run.requireDone().count("samples")).isEqualTo(442);
    assertThat(trial.committed().records(trial.settings().topics().deadLetter()))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).hasSize(1000);
              assertThat(header(letter, "offset")).isEqualTo("0");
              assertThat(header(letter, "reason"))
                  .isEqualTo(
                      "a record must have at most 16777216 bytes, input.limits.recordBytes: 40000000");
            });
  }

  @Test
  void train_moreDeadLettersThanManyOfASecond_publishesSomeAndCountsTheOthers() throws Exception {
    String name = "limited-" + UUID.randomUUID();
    Trial trial =
        Trial.of(
            directory,
            "diabetes",
            "input: {topic: %s, limits: {deadLettersPerSecond: 3}}".formatted(name));
    trial.send(Collections.nCopies(20_000, "{}"));
    trial.send(Samples.diabetes());

    CommandRun run = trial.trainUntilEndInItsOwnJvm();

    int published = trial.committed().records(trial.settings().topics().deadLetter()).size();
    assertThat(published).isPositive().isLessThan(100);
    assertThat(run.count("samples")).isEqualTo(442);
    assertThat(run.count("deadLetters")).isEqualTo(20_000);
    assertThat(run.count("unpublishedDeadLetters")).isEqualTo(20_000 - published);
    assertThat(run.err())
        .filteredOn(line -> line.contains("beyond input.limits.deadLettersPerSecond"))
        .hasSizeBetween(1, 3);
    assertThat(run.err()).filteredOn(line -> line.contains("WARN")).hasSizeLessThan(15);
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String key) {
    return new String(letter.headers().lastHeader(key).value(), UTF_8);
  }

  @Test
  void replay_whatIsTooLongTooDeepOrTooMany_isPassedOver() throws Exception {
    Path samples = directory.resolve("samples.jsonl");
    try (Writer out = Files.newBufferedWriter(samples)) {
      out.write(Samples.diabetes().get(0) + "\n{\"age\":\"");
      for (int megabyte = 0; megabyte < 300; megabyte++) {
        out.write("x".repeat(1_000_000));
      }
      out.write("\"}\n" + "[".repeat(2_000_000) + "\n");
      out.write("{\"age\":" + "[".repeat(300_000) + "]".repeat(300_000) + "}\n");
      out.write("{\"age\":[" + "1,".repeat(3_000_000) + "1]}\n" + Samples.diabetes().get(1));
    }

    CommandRun run =
        type(
            "gradstream replay --config $CONFIG/diabetes.yaml --dead-letters d --input " + samples);

    assertThat(run.requireDone().count("samples")).isEqualTo(2);
    assertThat(Files.readAllLines(directory.resolve("d")))
        .hasSize(4)
        .first()
        .asString()
        .contains("a record must have at most 16777216 bytes, input.limits.recordBytes: 300000010");
  }

  @Test
  void command_outOfMemory_endsWithALineAndItsCode() throws Exception {
    Files.writeString(directory.resolve("samples.jsonl"), "x".repeat(15_000_000));

    CommandRun run =
        new StartScript(directory)
            .type(
                "export GRADSTREAM_OPTS=-Xmx16m; gradstream replay --config $CONFIG/flights.yaml"
                    + " --input samples.jsonl");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).last().asString().contains("java.lang.OutOfMemoryError");
  }

  private CommandRun type(String line) throws IOException, InterruptedException {
    return new StartScript(directory).type(SMALL + line);
  }
}
