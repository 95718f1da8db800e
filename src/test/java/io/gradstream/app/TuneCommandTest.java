package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuneCommandTest {
  private static final String CONFIG = "config/diabetes.yaml";
  private static final String SAMPLES = "config/data/diabetes.jsonl.gz";

  @TempDir private Path directory;

  @Test
  void tune_combinations_areRankedAndTheBestIsWritten() {
    Path best = directory.resolve("best.yaml");
    CommandRun run =
        tune(
                "--try",
                "optimizer.type=sgd,nope",
                "--try",
                "optimizer.learningRate=0.00001,0.01",
                "--write",
                best.toString())
            .requireDone();

    assertThat(run.out()).hasSize(5);
    assertThat(run.out().get(0)).endsWith("seconds  combination");
    assertThat(run.out().get(1)).endsWith("optimizer.type=sgd optimizer.learningRate=0.01");
    assertThat(run.out().get(2)).endsWith("optimizer.type=sgd optimizer.learningRate=0.00001");
    assertThat(run.out().get(3))
        .startsWith(
            "impossible: optimizer.type=nope optimizer.learningRate=0.00001: optimizer.type must be"
                + " one of ");
    assertThat(run.err()).contains("2 of 2 combinations done");
    assertThat(best).content().contains("learningRate: 0.01").startsWith("# The best of");
    CommandRun.inThisJvm("replay", "--config", best.toString(), "--input", SAMPLES).requireDone();
  }

  @Test
  void tune_withChallengers_hasALineForEachAndWritesTheBestCombination() throws IOException {
    Path config = directory.resolve("challenged.yaml");
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of(CONFIG)));
    lines.add("challengers: {fast: {optimizer: {type: sgd, learningRate: 0.1}}}");
    Path best = directory.resolve("best.yaml");

    List<String> out =
        CommandRun.inThisJvm(
                "tune",
                "--config",
                Files.write(config, lines).toString(),
                "--input",
                SAMPLES,
                "--try",
                "optimizer={type: sgd, learningRate: 0.00001},{type: sgd, learningRate: 0.01}",
                "--write",
                best.toString())
            .requireDone()
            .out();

    assertThat(out).hasSize(5);
    assertThat(out.get(1)).endsWith("  optimizer={type: sgd, learningRate: 0.01}");
    assertThat(out.get(2)).endsWith("    challenger fast").containsPattern("\\d\\.\\d{4}");
    assertThat(best).content().contains("learningRate: 0.01").contains("challengers:");
  }

  /** To the last digit that a figure has on the page. */
  @Test
  void tune_combination_hasTheFiguresOfItsReplay() {
    Path file = directory.resolve("one.yaml");
    String table =
        tune("--try", "optimizer={type: newton, forgetting: 0.99}", "--write", file.toString())
            .requireDone()
            .out()
            .get(1);

    CommandRun replay =
        CommandRun.inThisJvm("replay", "--config", file.toString(), "--input", SAMPLES);

    List<String> figures =
        Pattern.compile("\"(mae|rmse|r2)\":([-0-9.E]+)")
            .matcher(replay.out().get(0))
            .results()
            .limit(3)
            .map(found -> String.format(Locale.ROOT, "%.4f", Double.valueOf(found.group(2))))
            .toList();
    assertThat(figures).hasSize(3).allMatch(table::contains);
  }

  /** Its names stand in the file alone, and are for all of them. */
  @Test
  void tune_csvWithAHeader_isLearnedByAll() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("csv.yaml"),
            "name: m\ninput: {topic: t, format: csv}\nsample: {features: [{field: x, type: numeric}],"
                + " label: {field: y, type: numeric}}\nmodel: {layers: [{type: linear, out: 1}]}\nloss: {type: mse}\noptimizer: {type: sgd, learningRate: 0.1}\n");
    Path samples = Files.writeString(directory.resolve("a.csv"), "y,x\n1,2\n2,3\n3,4\n");

    CommandRun run =
        CommandRun.inThisJvm(
                "tune",
                "--config",
                config.toString(),
                "--input",
                samples.toString(),
                "--try",
                "optimizer.learningRate=0.1,0.01")
            .requireDone();

    assertThat(run.out()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimizer.learningRate", "=1", "a..b=1", "optimizer.learningRate="})
  void tune_tryThatIsNone_isRefused(String wrong) {
    CommandRun run = tune("--try", wrong);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().contains("--try must be ");
  }

  private static CommandRun tune(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("tune", "--config", CONFIG, "--input", SAMPLES));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.inThisJvm(arguments.toArray(String[]::new));
  }
}
