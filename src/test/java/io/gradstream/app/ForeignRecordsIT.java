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
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
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
  @EnumSource(VersionFormat.class)
  void commands_behindForeignVersions_goOnWithTheNewestWholeAndSayEachOnce(VersionFormat format)
      throws IOException {
    Trial trial =
        line(
            "publish: {everySteps: 1, format: %s}"
                .formatted(format.name().toLowerCase(Locale.ROOT)));
    String topic = trial.settings().topics().parameters();
    long newest = trial.exportedVersion().version();
    List<String> told = foreign(trial, topic, isKey(trial));

    requireTold(told, () -> assertThat(trial.exportedVersion().version()).isEqualTo(newest));
    requireTold(told, () -> assertThat(predicted(trial)).contains("\"version\":" + newest));
    for (List<String> how : List.of(List.<String>of(), List.of("--from-beginning"))) {
      requireTold(
          told, () -> assertThat(watched(trial, newest, how)).contains("version " + newest));
    }
    assertThat(requireGoesOn(trial, List.of(SAMPLE, OTHER, SAMPLE), OTHER))
        .filteredOn(line -> line.startsWith("topic " + topic))
        .hasSameSizeAs(told)
        .doesNotHaveDuplicates();
  }

  @Test
  void train_behindForeignStates_goesOnWithTheNewestWholeAndSaysEachOnce() throws IOException {
    Trial trial = line("publish: {everySteps: 1}", "optimizer: {type: adam, learningRate: 0.01}");
    String topic = trial.settings().topics().state();
    List<String> told = foreign(trial, topic, isKey(trial));

    List<String> said = requireGoesOn(trial, List.of(SAMPLE, OTHER, SAMPLE), OTHER);

    assertThat(said)
        .filteredOn(line -> line.startsWith("topic " + topic))
        .hasSameSizeAs(told)
        .doesNotHaveDuplicates();
  }

  @Test
  void commands_behindForeignBlocks_goOnWithTheNewestWholeAndSayEachOnce() throws IOException {
    Trial trial = blocks();
    long newest = trial.exportedVersion().version();
    foreign(trial, trial.settings().topics().parameters(), isBlock(trial));
    // A tombstone of a block is what the learner itself would write, and so is the same block
    // behind.
    long unknown =
        Stream.of(ForeignRecord.values()).filter(each -> !each.isTombstone()).count() - 1;
    try (Warnings warnings = new Warnings()) {
      assertThat(trial.exportedVersion().version()).isEqualTo(newest);
      assertThat(watched(trial, newest, List.of())).contains("version " + newest);
      assertThat(warnings.all()).hasSize(2 * (int) unknown);
    }

    requireGoesOn(trial, Samples.digits().subList(0, 400), Samples.digits().get(400));
    requireWholeWhenCompacted(trial);
  }

  @Test
  void train_behindForeignBlocksOfState_goesOnAsIfTheyWereNot() throws IOException {
    Trial trial = blocks();
    foreign(trial, trial.settings().topics().state(), isBlock(trial));

    requireGoesOn(trial, Samples.digits().subList(0, 400), Samples.digits().get(400));
    requireWholeWhenCompacted(trial);
  }

  @Test
  void train_behindForeignPartsOfState_goesOnAsIfTheyWereNot() throws IOException {
    Trial trial = blocks();
    Predicate<String> isPart = (trial.settings().modelName() + "//0")::equals;
    foreign(trial, trial.settings().topics().state(), isPart);

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

  /** Writes one of each kind, and says how whoever passes over it begins to say so. */
  private static List<String> foreign(Trial trial, String topic, Predicate<String> key) {
    ConsumerRecord<byte[], byte[]> ours =
        trial.committed().records(topic).stream()
            .filter(record -> record.value() != null && key.test(new String(record.key(), UTF_8)))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    long offset = trial.committed().settledEnd(topic);
    List<String> told = new ArrayList<>();
    for (ForeignRecord kind : ForeignRecord.values()) {
      trial.committed().send(kind.behind(ours, trial.settings().modelName()));
      told.add("topic %s, partition 0, offset %d: passed over".formatted(topic, offset++));
    }
    return told;
  }

  private static void requireTold(List<String> told, ThrowingRunnable command) throws IOException {
    try (Warnings warnings = new Warnings()) {
      command.run();
      List<String> all = warnings.all();
      assertThat(all).hasSameSizeAs(told);
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i)).startsWith(told.get(i));
      }
    }
  }

  private interface ThrowingRunnable {
    void run() throws IOException;
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
}
