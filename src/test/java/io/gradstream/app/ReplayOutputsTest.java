package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayOutputsTest {
  @ParameterizedTest
  @CsvSource({"--predictions, 442, prediction", "--updates, 5, parameters"})
  void replay_dash_isStandardOutputAndTheSummaryGoesBesideIt(String option, int lines, String key) {
    CommandRun run = replay(option, "-").requireDone();

    assertThat(run.out()).hasSize(lines).allMatch(line -> line.contains("\"" + key + "\""));
    assertThat(run.err()).last().asString().startsWith("{\"samples\":442,");
    assertThat(Files.exists(Path.of("-"))).isFalse();
  }

  @Test
  void replay_exportToDash_writesTheModelAlone() {
    CommandRun run = replay("--export", "-").requireDone();

    assertThat(String.join("\n", run.out()))
        .contains("__metadata__")
        .doesNotContain("samples\":442");
    assertThat(run.err()).last().asString().startsWith("{\"samples\":442,");
  }

  @Test
  void replay_report_isOnePageOfTheCurves() {
    CommandRun run = replay("--report", "-").requireDone();

    String page = String.join("\n", run.out());
    assertThat(page)
        .startsWith("<!doctype html>")
        .contains(
            "\"samples\":442",
            "\"points\":[{",
            "Chart.js v",
            "id=\"report\"",
            "\"contributions\":[{")
        .doesNotContain("src=", "href=\"dashboard");
    assertThat(page.split("\"gradientNorm\"")).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @CsvSource({"--predictions, --updates", "--dead-letters, --export"})
  void replay_dashTwice_isRefused(String first, String second) {
    CommandRun run = replay(first, "-", second, "-");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .singleElement()
        .asString()
        .contains(" - is in use by another option: choose another file");
  }

  private static CommandRun replay(String... outputs) {
    return CommandRun.inThisJvm(
        Stream.concat(
                Stream.of(
                    "replay",
                    "--config",
                    "config/diabetes.yaml",
                    "--input",
                    "config/data/diabetes.jsonl.gz"),
                Stream.of(outputs))
            .toArray(String[]::new));
  }
}
