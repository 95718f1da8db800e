package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they are found: each is learned as it is meant, or refused in words. */
class FilesOfPeopleTest extends SmallReplays {
  @Test
  void csv_quotedLineEnds_arePartOfTheirRow() {
    String yaml = numeric("csv", "x", ", scale: standard");

    ReplayTrial trial =
        replay(yaml, "a.csv", "x,y,note\n1,2,\"see below:\n700,900,it was wrong\"\n2,3,fine\n");

    trial.requireLearned(2);
    assertThat(trial.newest().at("/sample/features/0/mean").doubleValue()).isEqualTo(1.5);
  }

  @Test
  void csv_blanksAndWordsForMissing_areLearned() {
    String yaml =
        """
        input: {topic: t, format: csv, csv: {missing: ["", "?"]}}
        sample:
          features:
            - {field: age, type: numeric}
            - {field: work, type: categorical, buckets: 16, missing: indicator}
          label: {field: rich, type: binary}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: bce_with_logits}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        publish: {everySteps: 1}
        """;

    ReplayTrial trial = replay(yaml, "a.csv", "age, work, rich\n39, State, 0\n50, ?, 1\n");

    trial.requireLearned(2);
    assertThat(trial.parameter("0.weight")[17]).as("weight of what is missing").isNotZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "distance,y | has no column Distance: it has distance, y; did you mean distance?",
        "Distance;y | seems to have \";\" between its columns: set input.csv.delimiter to that",
        "Distance,y,Distance | has two columns Distance: name one of them otherwise"
      })
  void csv_headerThatDoesNotFit_isOneErrorAtTheStart(String header, String message) {
    String yaml = numeric("csv", "Distance", ", missing: mean");

    ReplayTrial trial = replay(yaml, "a.csv", header + "\n1,2\n2,3\n");

    assertThat(trial.run().code()).isEqualTo(2);
    assertThat(trial.run().err()).hasSize(1);
    assertThat(trial.run().err().get(0)).contains(message);
  }

  @Test
  void json_arrayOfObjects_isItsElements() {
    String yaml = numeric("json", "x", "");

    ReplayTrial trial =
        replay(yaml, "a.json", "[\n  {\"x\": 1,\n   \"y\": 2},\n  {\"x\": 2, \"y\": 3}\n]\n");

    trial.requireLearned(2);
  }

  @Test
  void gzip_ofAnyName_isUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("x,y\n1,2\n2,3\n".getBytes(StandardCharsets.UTF_8));
    }

    ReplayTrial.of(directory, numeric("csv", "x", ""), "a.csv", packed.toByteArray())
        .requireLearned(2);
  }

  @Test
  void records_allRejected_endsWith1AndSaysWhy() {
    ReplayTrial trial =
        replay(numeric("csv", "x", ""), "a.csv", "x,y\nfar,1\nfar,2\n1,away\nfar,3\n");

    assertThat(trial.run().code()).isEqualTo(1);
    assertThat(trial.summary().get("mostlyRejected").asString())
        .isEqualTo("x must be a number: \"far\" (3 of 4 rejected)");
  }

  @Test
  void records_mostlyRejected_saysWhy() {
    ReplayTrial trial =
        replay(numeric("csv", "x", ""), "a.csv", "x,y\nfar,1\nfar,2\n1,away\n4,3\n");

    assertThat(trial.run().requireDone().count("samples")).isEqualTo(1);
    assertThat(trial.summary().get("mostlyRejected").asString()).endsWith("(2 of 3 rejected)");
  }

  @Test
  void csv_quotedNothing_isMissing() {
    String yaml = numeric("csv", "x", ", missing: zero");

    ReplayTrial trial = replay(yaml, "a.csv", "\"x\",\"y\"\n\"1\",\"10\"\n\"\",\"20\"\n");

    trial.requireLearned(2);
  }

  @Test
  void csv_carriageReturnsAlone_endRows() {
    replay(numeric("csv", "x", ""), "a.csv", "x,y\r1,10\r2,20\r").requireLearned(2);
  }

  /** What may be lost of it must not be lost in silence. */
  @ParameterizedTest
  @ValueSource(strings = {",\n", "", "\n"})
  void json_arrayThatEndsBetweenElements_isOneDeadLetter(String end) {
    String samples = "[{\"x\": 1, \"y\": 1},\n{\"x\": 2, \"y\": 2}" + end;

    ReplayTrial trial = replay(numeric("json", "x", ""), "a.json", samples);

    assertThat(trial.run().requireDone().count("samples")).isEqualTo(2);
    assertThat(trial.deadLetters()).hasSize(1);
    assertThat(trial.deadLetters().get(0).get("reason").asString())
        .isEqualTo("not a JSON object: an array that ends before its ]");
  }

  @Test
  void key_withDots_isFoundByItsQuotedPath() {
    String yaml = numeric("json", "'\"sepal.length\"'", "");

    ReplayTrial trial =
        replay(
            yaml,
            "a.jsonl",
            "{\"sepal.length\": 5.1, \"y\": 1}\n{\"sepal.length\": 4.9, \"y\": 0}\n");

    trial.requireLearned(2);
  }
}
