package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels, categories and weights as they are found, and the losses that learn them. */
class LabelsOfPeopleTest extends SmallReplays {
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

  private static long nonZero(double[] all) {
    return Arrays.stream(all).filter(each -> each != 0).count();
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
}
