package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.OutputException;
import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.RecordAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.kafka.SharedBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others write to a learner's topics, and what is damaged there, is passed over and told. */
@Timeout(120)
@ExtendWith(SharedBroker.class)
class ForeignRecordsIT {
  private static final String SAMPLE = "{\"x\": 3, \"y\": 1}";
  private static final String OTHER = "{\"x\": 2, \"y\": -1}";
  private static final int TINY = 16 << 10;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void commands_behindForeignVersion_goOnWithTheNewestWholeAndSayItOnce(ForeignRecord kind)
      throws IOException {
    Trial trial = line("publish: {everySteps: 1}");
    requirePassedOver(trial, trial.settings().topics().parameters(), isKey(trial), kind);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "TRUNCATED_IN_ITS_HEAD", "ZEROED", "NOT_A_NUMBER"})
  void commands_behindForeignSafetensors_goOnWithTheNewestWholeAndSayItOnce(ForeignRecord kind)
      throws IOException {
    Trial trial = line("publish: {everySteps: 1, format: safetensors}");
    requirePassedOver(trial, trial.settings().topics().parameters(), isKey(trial), kind);
  }

  @ParameterizedTest
  @EnumSource
  void train_behindForeignState_goesOnWithTheNewestWholeAndSaysItOnce(ForeignRecord kind)
      throws IOException {
    Trial trial = line("publish: {everySteps: 1}", "optimizer: {type: adam, learningRate: 0.01}");
    foreign(trial, trial.settings().topics().state(), isKey(trial), kind);

    List<String> said = requireGoesOn(trial, List.of(SAMPLE, OTHER, SAMPLE), OTHER);

    requireTold(said, trial.settings().topics().state());
  }

  @ParameterizedTest
  @EnumSource
  void commands_behindForeignBlock_goOnWithTheNewestWholeAndSayItOnce(ForeignRecord kind)
      throws IOException {
    Trial trial = blocks();
    String topic = trial.settings().topics().parameters();
    long newest = trial.exportedVersion().version();
    foreign(trial, topic, isBlock(trial), kind);
    try (Warnings warnings = new Warnings()) {
      assertThat(trial.exportedVersion().version()).isEqualTo(newest);
      assertThat(watched(trial, newest, List.of())).contains("version " + newest);
      // A tombstone of a block is what the learner itself would write.
      assertThat(warnings.all()).hasSize(kind.isTombstone() ? 0 : 2);
    }

    requireGoesOn(trial, Samples.digits().subList(0, 400), Samples.digits().get(400));
    requireWholeWhenCompacted(trial);
  }

  @ParameterizedTest
  @EnumSource
  void train_behindForeignBlockOfState_goesOnAsIfItWereNot(ForeignRecord kind) throws IOException {
    Trial trial = blocks();
    foreign(trial, trial.settings().topics().state(), isBlock(trial), kind);

    requireGoesOn(trial, Samples.digits().subList(0, 400), Samples.digits().get(400));
    requireWholeWhenCompacted(trial);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONSOLE_TEXT", "TOMBSTONE", "TRUNCATED"})
  void train_behindForeignPartOfState_goesOnAsIfItWereNot(ForeignRecord kind) throws IOException {
    Trial trial = blocks();
    Predicate<String> isPart = (trial.settings().modelName() + "//0")::equals;
    foreign(trial, trial.settings().topics().state(), isPart, kind);

    requireGoesOn(trial, Samples.digits().subList(0, 400), Samples.digits().get(400));
  }

  private Trial blocks() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "digits",
            "optimizer: {type: adam, learningRate: 0.01}",
            "publish: {everySteps: 5}");
    trial.createTopics(1);
    trial.committed().limit(trial.settings().topics().parameters(), TINY);
    trial.committed().limit(trial.settings().topics().state(), TINY);
    trial.send(Samples.digits().subList(0, 400));
    trial.trainUntilEnd();
    return trial;
  }

  private static Predicate<String> isBlock(Trial trial) {
    return (trial.settings().modelName() + "/0.weight/1")::equals;
  }

  /** The version that has been published since has mended what the keys had. */
  private static void requireWholeWhenCompacted(Trial trial) throws IOException {
    long newest = trial.exportedVersion().version();
    String model = trial.settings().modelName();
    var versions = new VersionAssembler(model, VersionFormat::decode);
    var states = new CheckpointAssembler(model, new CheckpointCodec()::decode);

    List<Long> version =
        assembled(trial, trial.settings().topics().parameters(), versions).stream()
            .map(each -> each.head().version())
            .toList();
    List<Long> state =
        assembled(trial, trial.settings().topics().state(), states).stream()
            .map(each -> each.checkpoint().version())
            .toList();

    assertThat(version).containsExactly(newest);
    assertThat(state).containsExactly(newest);
  }

  private static <T> List<T> assembled(Trial trial, String topic, RecordAssembler<T> assembler) {
    List<T> assembled = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : trial.committed().compacted(topic)) {
      String key = new String(record.key(), UTF_8);
      assembler.accept(key, record.value(), OptionalLong.empty()).ifPresent(assembled::add);
    }
    return assembled;
  }

  private Trial line(String... sections) throws IOException {
    Trial trial = Trial.ofLine(directory, sections);
    trial.send(List.of(SAMPLE, OTHER, SAMPLE));
    trial.trainUntilEnd();
    return trial;
  }

  private static Predicate<String> isKey(Trial trial) {
    return trial.settings().modelName()::equals;
  }

  private static void foreign(
      Trial trial, String topic, Predicate<String> key, ForeignRecord kind) {
    List<ConsumerRecord<byte[], byte[]>> ours =
        trial.committed().records(topic).stream()
            .filter(record -> record.value() != null && key.test(new String(record.key(), UTF_8)))
            .toList();
    trial.committed().send(kind.behind(ours.get(ours.size() - 1), trial.settings().modelName()));
  }

  private void requirePassedOver(
      Trial trial, String topic, Predicate<String> key, ForeignRecord kind) throws IOException {
    long newest = trial.exportedVersion().version();
    foreign(trial, topic, key, kind);
    long offset = trial.committed().settledEnd(topic) - 1;
    String told = "topic %s, partition 0, offset %d: passed over".formatted(topic, offset);
    try (Warnings warnings = new Warnings()) {
      assertThat(trial.exportedVersion().version()).isEqualTo(newest);
      assertThat(warnings.all()).singleElement().asString().startsWith(told);
    }
    try (Warnings warnings = new Warnings()) {
      assertThat(predicted(trial)).contains("\"version\":" + newest);
      assertThat(warnings.all()).singleElement().asString().startsWith(told);
    }
    for (List<String> how : List.of(List.<String>of(), List.of("--from-beginning"))) {
      try (Warnings warnings = new Warnings()) {
        assertThat(watched(trial, newest, how)).contains("version " + newest);
        assertThat(warnings.all()).singleElement().asString().startsWith(told);
      }
    }
    requireTold(requireGoesOn(trial, List.of(SAMPLE, OTHER, SAMPLE), OTHER), topic);
  }

  private String predicted(Trial trial) throws IOException {
    Path samples = Files.writeString(directory.resolve("asked.jsonl"), "{\"x\": 3}\n");
    CommandRun run = CommandRun.inThisJvm(trial.command("predict", "--input", samples.toString()));
    return run.requireDone().out().get(0);
  }

  /** What a watch has printed when a version has come, after which nobody reads it any more. */
  private static String watched(Trial trial, long version, List<String> how) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    OutputStream reader =
        new OutputStream() {
          @Override
          public void write(int letter) {
            seen.write(letter);
            if (seen.toString(UTF_8).contains("version " + version + " ")) {
              throw new OutputException("standard output", new IOException("Broken pipe"));
            }
          }
        };
    Console console =
        new Console(
            new PrintStream(reader, true, UTF_8), new PrintStream(new ByteArrayOutputStream()));
    assertThat(Main.run(console, trial.command("watch", how.toArray(String[]::new))))
        .isEqualTo(141);
    return seen.toString(UTF_8);
  }

  /** Learns one sample more. */
  private static List<String> requireGoesOn(Trial trial, List<String> learned, String next)
      throws IOException {
    List<String> all = new ArrayList<>(learned);
    all.add(next);
    trial.send(List.of(next));
    try (Warnings warnings = new Warnings()) {
      CommandRun run = trial.trainUntilEnd();

      List<String> said = warnings.all();

      assertThat(run.count("samples")).isEqualTo(all.size());
      assertThat(trial.exported()).isEqualTo(trial.replay(all));
      return said;
    }
  }

  private static void requireTold(List<String> said, String topic) {
    assertThat(said)
        .filteredOn(line -> line.startsWith("topic " + topic + ", partition 0, offset "))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }
}
