package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and labels as they are found: each is learned as it is meant, or refused in words. */
class SamplesOfPeopleTest {
  @TempDir private Path directory;

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
  void label_words_areClassesInVersionPredictionsAndMetrics() {
    String yaml =
        label("{field: y, type: class, classes: [drizzle, rain, sun]}", 3, "cross_entropy");

    ReplayTrial trial = replay(yaml, "a.csv", "x,y\n0.1,drizzle\n0.7,rain\n0.4,sun\n0.9,rain\n");

    trial.requireLearned(4);
    assertThat(trial.predicted("label")).containsExactly("drizzle", "rain", "sun", "rain");
    assertThat(trial.predicted("prediction")).allMatch(List.of("drizzle", "rain", "sun")::contains);
    assertThat(trial.newest().at("/sample/label/classes").toString())
        .isEqualTo("[\"drizzle\",\"rain\",\"sun\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{field: y, type: binary} | -1 | 1",
        "{field: y, type: binary} | \"0\" | \"1\"",
        "{field: y, type: binary} | false | TRUE",
        "{field: y, type: binary, values: [1, 2]} | 1 | 2.0",
        "{field: y, type: binary, values: [no, yes]} | no | yes",
        "{field: y, type: binary, values: [yes, no], positive: yes} | no | yes",
        "{field: y, type: binary, positive: '>50K'} | <=50K | >50K",
        "{field: y, type: binary, values: ['<=50K', '>50K']} | <=50K | >50K"
      })
  void label_binaryAsPeopleHaveIt_isNoAndYes(String label, String no, String yes) {
    String samples = "x,y\n0.5,%2$s\n0.1,%1$s\n0.7,%2$s\n0.2,%1$s\n".formatted(no, yes);
    String plain = "x,y\n0.5,1\n0.1,0\n0.7,1\n0.2,0\n";

    for (String loss : List.of("hinge", "bce_with_logits")) {
      ReplayTrial trial = replay(label(label, 1, loss), "a.csv", samples).requireLearned(4);
      double[] learned = trial.parameter("0.weight");
      ReplayTrial same = replay(label("{field: y, type: binary}", 1, loss), "b.csv", plain);
      assertThat(learned).isEqualTo(same.parameter("0.weight"));
    }
  }

  @Test
  void category_numberInAnyNotation_isOne() {
    String yaml =
        numeric("json", "zone", "")
            .replaceFirst("type: numeric", "type: categorical, buckets: 4096");
    String samples =
        """
        {"zone": 17, "y": 8}
        {"zone": 17.0, "y": 8}
        {"zone": "17", "y": 8}
        {"zone": 1.7e1, "y": 8}
        """;

    ReplayTrial trial = replay(yaml, "a.jsonl", samples).requireLearned(4);

    assertThat(trial.parameter("0.weight")).satisfies(all -> assertThat(nonZero(all)).isEqualTo(1));
  }

  /** Long numbers are keys of other systems, and may come through a program that shortens them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.0e21 | 1000000000000000000000 | 1000000000000000000000.0",
        "-1234567890123456789012 | -1234567890123456789012.0 | -1.234567890123456789012e21",
        "12345678901234567890123450 | 1234567890123456789012345.0e1 | 12345678901234567890123450.00",
        "123456789012345678901 | 123456789012345678901.0 | 1.23456789012345678901e20"
      })
  void category_longNumberInAnyNotation_isOne(String one, String other, String third) {
    String json = "{\"c\": %s, \"y\": 8}\n{\"c\": %s, \"y\": 8}\n{\"c\": %s, \"y\": 8}\n";
    String csv = "c,y\n%s,8\n%s,8\n%s,8\n";

    for (String format : List.of("json", "csv")) {
      String yaml =
          numeric(format, "c", "")
              .replaceFirst("type: numeric", "type: categorical, buckets: 4096");
      String samples = (format.equals("json") ? json : csv).formatted(one, other, third);
      ReplayTrial trial = replay(yaml, "a." + format, samples).requireLearned(3);

      assertThat(nonZero(trial.parameter("0.weight"))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binary, values: ['1', '1.0'] | 1 | values | values must differ, as texts and as numbers: [1, 1.0]",
        "binary, values: [1e1, '10'] | 1 | values | values must differ, as texts and as numbers: [1e1, 10]",
        "class, classes: ['1', '1.0', '2'] | 3 | classes | classes must differ, as texts and as numbers: [1,"
            + " 1.0, 2]",
        "class, classes: [a, '007', '7', b] | 4 | classes | classes must differ, as texts and as numbers: [a,"
            + " 007, 7, b]"
      })
  void label_wordsThatDifferInNotationOnly_areRefusedByAll(
      String type, int outputs, String key, String message) throws IOException {
    String loss = outputs == 1 ? "bce_with_logits" : "cross_entropy";
    String yaml = label("{field: y, type: %s}".formatted(type), outputs, loss);

    CommandRun check = check(yaml);
    ReplayTrial replay = replay(yaml, "a.csv", "x,y\n1,1\n");

    for (CommandRun run : List.of(check, replay.run())) {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err().get(0))
          .endsWith("c.yaml:4: sample.label." + key + message.substring(key.length()));
    }
  }

  /** What such a loss takes for a probability must be one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bce | | 1 | model.layers must end with a sigmoid layer where loss is bce: linear; add {type:"
            + " sigmoid}, or set loss.type to bce_with_logits",
        "bce | , {type: tanh} | 1 | model.layers must end with a sigmoid layer where loss is bce: tanh; add"
            + " {type: sigmoid}, or set loss.type to bce_with_logits",
        "nll | | 3 | model.layers must end with a log_softmax layer where loss is nll: linear; add {type:"
            + " log_softmax}, or set loss.type to cross_entropy",
        "nll | , {type: softmax} | 3 | model.layers must end with a log_softmax layer where loss is nll:"
            + " softmax; add {type: log_softmax}, or set loss.type to cross_entropy"
      })
  void loss_withoutTheLayerItNeeds_isRefused(
      String loss, @Nullable String layer, int outputs, String message) throws IOException {
    CommandRun run = check(behind(loss, layer, outputs));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).singleElement().asString().endsWith("c.yaml:5: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bce | , {type: sigmoid} | 1",
        "bce | , {type: softmax} | 1",
        "nll | , {type: log_softmax} | 3",
        "hinge | | 1",
        "bce_with_logits | , {type: tanh} | 1"
      })
  void loss_withTheLayerItNeeds_isTaken(String loss, @Nullable String layer, int outputs)
      throws IOException {
    assertThat(check(behind(loss, layer, outputs)).code()).isZero();
  }

  private static String behind(String loss, @Nullable String layer, int outputs) {
    String label = outputs == 1 ? "binary" : "class, classes: " + outputs;
    return label("{field: y, type: %s}".formatted(label), outputs, loss)
        .replace("format: csv", "format: json")
        .replace("}]}", "}" + (layer == null ? "" : layer) + "]}");
  }

  private CommandRun check(String yaml) throws IOException {
    Path config = Files.writeString(directory.resolve("c.yaml"), yaml);
    return CommandRun.inThisJvm("check", "--config", config.toString());
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

  private static long nonZero(double[] all) {
    return Arrays.stream(all).filter(each -> each != 0).count();
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

  /** To scale and target what a number is must not depend on how far from zero it is. */
  @ParameterizedTest
  @ValueSource(strings = {"standard", "minmax", "robust"})
  void scale_numbersFarFromZero_learnAsSmallOnesDo(String scale) {
    StringBuilder near = new StringBuilder();
    StringBuilder far = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      int x = i * 37 % 101;
      near.append("{\"x\": %d, \"y\": %s}\n".formatted(x, x / 50.0));
      far.append("{\"x\": %d, \"y\": %s}\n".formatted(1_700_000_000_000L + x, x / 50.0));
    }

    ReplayTrial small =
        replay(numeric("json", "x", ", scale: " + scale), "a.jsonl", near.toString());
    double[] expected = small.requireLearned(200).parameter("0.weight");
    ReplayTrial large =
        replay(numeric("json", "x", ", scale: " + scale), "b.jsonl", far.toString());

    assertThat(large.requireLearned(200).parameter("0.weight"))
        .containsExactly(expected, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{mode: single}", "{mode: mini-batch, size: 3}", "{mode: full, epochs: 2}"})
  void weight_ofZero_changesNothingAtAll(String batch) {
    String yaml =
        """
        input: {topic: t}
        sample:
          features: [{field: x, type: numeric, scale: standard}, {field: c, type: categorical, embedding: 2,
                     vocabulary: {size: 4}}]
          label: {field: y, type: binary}
          weight: w
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: bce_with_logits}
        optimizer: {type: adam, learningRate: 0.1, weightDecay: 0.1}
        batch: %s
        publish: {everySteps: 1}
        """
            .formatted(batch);
    String first = "{\"x\": 1, \"c\": \"a\", \"y\": 1, \"w\": 1}\n";
    String last = "{\"x\": 3, \"c\": \"a\", \"y\": 0, \"w\": 0.5}\n";
    String nothing = "{\"x\": 900, \"c\": \"b\", \"y\": 0, \"w\": 0}\n";

    ReplayTrial without = replay(yaml, "a.jsonl", first + last);
    ReplayTrial with =
        replay(yaml, "b.jsonl", nothing + first + nothing + last + nothing.repeat(40));

    assertThat(with.requireLearned(2).summary().get("zeroWeight").asInt()).isEqualTo(42);
    for (String equal : List.of("parameters", "sample", "metrics", "step", "samples")) {
      assertThat(with.newest().get(equal)).isEqualTo(without.newest().get(equal));
    }
    assertThat(with.newest().at("/offsets/b.jsonl/0").asInt()).isEqualTo(44);
  }

  /** 2 of x is 3 · 2 + 1, whatever the numbers are written in. */
  @ParameterizedTest
  @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
  void initial_ofAnyFloatType_isWhereItStarts(String dtype) throws IOException {
    Path file = Files.write(directory.resolve("m.safetensors"), safetensors(dtype, 3, 1));

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.requireLearned(1).predicted("prediction")).containsExactly("7.0");
  }

  @Test
  void initial_thatDoesNotFit_saysWhatIsThereAndWhatIsWanted() throws IOException {
    byte[] other =
        new String(safetensors("F32", 3, 1), StandardCharsets.ISO_8859_1)
            .replace("0.bias", "1.bias")
            .getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("m.safetensors"), other);

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.run().code()).isEqualTo(2);
    assertThat(trial.run().err().get(0))
        .endsWith(
            "m.safetensors: parameters do not fit: 0.bias [1] is missing; 1.bias [1] is none of the"
                + " model's");
  }

  @ParameterizedTest
  @CsvSource({"F32, NaN", "F64, Infinity", "BF16, -Infinity"})
  void initial_ofAModelThatDiverged_isRefused(String dtype, float weight) throws IOException {
    Path file = Files.write(directory.resolve("m.safetensors"), safetensors(dtype, weight, 1));

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.run().code()).isEqualTo(2);
    assertThat(trial.run().err().get(0))
        .contains("model.initial", "m.safetensors: 0.weight must have finite numbers");
  }

  private static byte[] safetensors(String dtype, float weight, float bias) {
    int size = dtype.equals("F64") ? 8 : dtype.equals("F32") ? 4 : 2;
    String header =
        "{\"0.weight\":{\"dtype\":\"%1$s\",\"shape\":[1,1],\"data_offsets\":[0,%2$d]},"
            + "\"0.bias\":{\"dtype\":\"%1$s\",\"shape\":[1],\"data_offsets\":[%2$d,%3$d]}}";
    byte[] json = header.formatted(dtype, size, 2 * size).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 2 * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float number : new float[] {weight, bias}) {
      switch (dtype) {
        case "F64" -> bytes.putDouble(number);
        case "F32" -> bytes.putFloat(number);
        case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(number) >> 16));
        default -> bytes.putShort((short) (number == 3 ? 0x4200 : 0x3C00));
      }
    }
    return bytes.array();
  }

  private static String startingFrom(Path file) {
    return numeric("json", "x", "").replace("model: {", "model: {initial: %s, ".formatted(file));
  }

  /** What was learned of scales, categories and means goes on with the parameters. */
  @ParameterizedTest
  @ValueSource(strings = {"standard", "minmax", "robust"})
  void initial_thatWasExported_predictsAsIfItHadNeverStopped(String scale) throws IOException {
    String yaml =
        """
        input: {topic: t}
        sample:
          features:
            - {field: x, type: numeric, scale: %s, missing: mean}
            - {field: c, type: categorical, embedding: 2, vocabulary: {size: 4}}
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01}
        batch: {mode: single}
        """
            .formatted(scale);
    String first = wave(0, 300);
    String second = wave(300, 20);
    Path export = directory.resolve("m.safetensors");
    ReplayTrial whole = replay(yaml, "whole.jsonl", first + second).requireLearned(320);
    CommandRun.inThisJvm(
            "replay",
            "--config",
            Files.writeString(directory.resolve("first.yaml"), yaml).toString(),
            "--input",
            Files.writeString(directory.resolve("first.jsonl"), first).toString(),
            "--export",
            export.toString())
        .requireDone();

    ReplayTrial warm =
        replay(
            yaml.replace("model: {", "model: {initial: %s, ".formatted(export)),
            "second.jsonl",
            second);

    assertThat(warm.requireLearned(20).predictions().get(0).get("prediction").doubleValue())
        .isCloseTo(whole.predictions().get(300).get("prediction").doubleValue(), within(0.03));
    for (int i = 1; i < 20; i++) {
      assertThat(warm.predictions().get(i).get("prediction").doubleValue())
          .isCloseTo(
              whole.predictions().get(300 + i).get("prediction").doubleValue(), within(0.05));
    }
  }

  /** Samples of a number around 1000 that is missing at times, and of two categories. */
  private static String wave(int from, int count) {
    StringBuilder samples = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      double x = 1000 + 50 * Math.sin(i);
      String field = i % 7 == 0 ? "null" : Double.toString(x);
      samples.append(
          "{\"x\": %s, \"c\": \"%s\", \"y\": %s}\n"
              .formatted(field, i % 2 == 0 ? "a" : "b", (x - 1000) / 50 + i % 2));
    }
    return samples.toString();
  }

  private ReplayTrial replay(String yaml, String name, String samples) {
    return ReplayTrial.of(directory, yaml, name, samples);
  }

  private static String numeric(String format, String field, String more) {
    return """
        input: {topic: t, format: %s}
        sample:
          features: [{field: %s, type: numeric%s}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        """
        .formatted(format, field, more);
  }

  private static String label(String label, int outputs, String loss) {
    return """
        input: {topic: t, format: csv}
        sample:
          features: [{field: x, type: numeric}]
          label: %s
        model: {layers: [{type: linear, out: %d}]}
        loss: {type: %s}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: single}
        """
        .formatted(label, outputs, loss);
  }
}
