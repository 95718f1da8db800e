package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** A replay takes several files as the partitions of one topic. */
class ReplaySeveralFilesTest {
  @TempDir private Path directory;

  @BeforeEach
  void configure() throws IOException {
    write(
        "c.yaml",
        "input: {topic: t}",
        "sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}",
        "model: {layers: [{type: linear, out: 1}]}",
        "loss: {type: mse}",
        "optimizer: {type: sgd, learningRate: 0.01}");
  }

  @Test
  void replay_byTime_takesTheEarliestOfTheNextAndOfEqualOnesTheFirstFile() throws IOException {
    Path a = write("a.jsonl", at("1", 1), at("5", 2), at("5", 3), at("4", 4), at("9", 5));
    Path b = write("b.jsonl", at("0", 6), at("5", 7), at("6", 8));

    CommandRun run = replay("--time", "t", "--input", a.toString(), "--input", b.toString());

    // What is behind a later one waits for it, as in a partition.
    assertThat(learned(run)).containsExactly(6, 1, 2, 3, 4, 7, 8, 5);
  }

  @Test
  void replay_ofRecordsWithoutATime_leavesThemBehindTheOneBefore() throws IOException {
    Path a = write("a.jsonl", at("1", 1), "{\"x\": 2, \"y\": 2}", at("\"soon\"", 3), at("9", 4));
    Path b = write("b.jsonl", at("2", 5));

    CommandRun run = replay("--time", "t", "--input", a.toString(), "--input", b.toString());

    assertThat(learned(run)).containsExactly(1, 2, 3, 5, 4);
  }

  @Test
  void replay_withoutATime_readsOneBehindTheOther() throws IOException {
    Path a = write("a.jsonl", at("5", 1), at("6", 2));
    Path b = write("b.jsonl", at("1", 3));

    CommandRun run = replay("--input", a.toString(), "--input", b.toString(), "--repeat", "2");

    assertThat(learned(run)).containsExactly(1, 2, 1, 2, 3, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"1970-01-01T00:00:01\"       | 1000",
        "\"1970-01-01T00:00:01.25Z\"   | 1250",
        "\"1970-01-01T01:00:01+01:00\" | 1000",
        "\"1970-01-01\"                | 0",
        "1000.7                        | 1000"
      })
  void replay_byTime_readsItInEveryNotation(String written, long ms) throws IOException {
    Path a = write("a.jsonl", at(written, 1));
    Path b = write("b.jsonl", at(Long.toString(ms - 1), 2), at(Long.toString(ms), 3));
    Path c = write("c.jsonl", at(Long.toString(ms + 1), 4));

    CommandRun run =
        replay(
            "--time",
            "t",
            "--input",
            c.toString(),
            "--input",
            a.toString(),
            "--input",
            b.toString());

    // Before 1970 there is no time: it counts as 0.
    assertThat(learned(run))
        .containsExactlyElementsOf(ms == 0 ? List.of(1, 2, 3, 4) : List.of(2, 1, 3, 4));
  }

  @Test
  void replay_inOrderOfTimestampsWithoutATime_saysWhatIsMissing() throws IOException {
    Files.writeString(
        directory.resolve("c.yaml"),
        Files.readString(directory.resolve("c.yaml"))
            .replace("{topic: t}", "{topic: t, order: timestamp}"));
    String a = write("a.jsonl", at("1", 1)).toString();

    CommandRun run = replay("--input", a, "--input", a);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "gradstream: --time must name the field that says when a sample happened: input.order"
                + " is timestamp, and there are several files");
  }

  @Test
  void replay_ofTablesWithOtherColumns_isRefused() throws IOException {
    Files.writeString(
        directory.resolve("c.yaml"),
        Files.readString(directory.resolve("c.yaml"))
            .replace("{topic: t}", "{topic: t, format: csv}"));
    String a = write("a.csv", "x,y,t", "1,2,3").toString();
    String b = write("b.csv", "t,y,x", "4,2,2").toString();

    CommandRun run = replay("--time", "t", "--input", a, "--input", b);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "gradstream: --input b.csv has other columns than the file before it: t,y,x instead of"
                + " x,y,t");
  }

  private static String at(String time, int label) {
    return "{\"t\": %s, \"x\": 1, \"y\": %d}".formatted(time, label);
  }

  /** The labels of what was learned, in that order. */
  private List<Integer> learned(CommandRun run) throws IOException {
    run.requireDone();
    JsonMapper json = JsonMapper.builder().build();
    return Files.readAllLines(Path.of(file("predictions.jsonl"))).stream()
        .map(line -> json.readTree(line).required("label").asInt())
        .toList();
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(directory.resolve(name), List.of(lines));
  }

  private CommandRun replay(String... options) {
    List<String> all = new ArrayList<>(List.of("replay", "--config", file("c.yaml")));
    all.addAll(List.of("--predictions", file("predictions.jsonl")));
    all.addAll(List.of(options));
    return CommandRun.inThisJvm(all.toArray(String[]::new));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }
}
