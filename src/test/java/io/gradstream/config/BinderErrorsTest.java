package io.gradstream.config;

import static io.gradstream.config.Bindings.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.config.ExampleSettings.Batch;
import io.gradstream.config.ExampleSettings.Feature;
import io.gradstream.config.ExampleSettings.Kafka;
import io.gradstream.config.ExampleSettings.Layer;
import io.gradstream.config.ExampleSettings.Model;
import io.gradstream.config.ExampleSettings.Optimizer;
import io.gradstream.config.ExampleSettings.Sample;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinderErrorsTest {
  @Test
  void unknownKey_nearKnownOne_suggestsIt() {
    assertThat(error("name: a\noptimizer:\n  type: sgd\n  learninRate: 0.05\n"))
        .isEqualTo("f.yaml:4: optimizer.learninRate is not a key here: did you mean learningRate?");
  }

  @ParameterizedTest
  @CsvSource({
    "learning_rate, learningRate",
    "learning-rate, learningRate",
    "LearningRate, learningRate",
    "momentun, momentum",
    "rate, learningRate"
  })
  void unknownKey_otherwiseSpelled_suggestsKnownOne(String key, String meant) {
    assertThat(error("{type: sgd, %s: 1}".formatted(key), Optimizer.class))
        .isEqualTo("f.yaml:1: " + key + " is not a key here: did you mean " + meant + "?");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrong_isToldInOneLine(Class<?> type, String yaml, String message) {
    assertThat(error(yaml, type)).isEqualTo(message);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(
            ExampleSettings.class,
            "optimizer: {type: adam, momentum: 1}",
            "f.yaml:1: optimizer.momentum is not a key here: adam has learningRate, betas, eps"),
        wrong(
            ExampleSettings.class,
            "model:\n  layers:\n    - {type: relu, out: 1}",
            "f.yaml:3: model.layers[0].out is not a key here: relu has no keys"),
        wrong(
            ExampleSettings.class,
            "batch: {waitAtMost: 1s}",
            "f.yaml:1: batch.waitAtMost is not a key here: batch has mode, size, maxWait, epochs"),
        wrong(
            Batch.class,
            "zzz: 1",
            "f.yaml:1: zzz is not a key here: the file has mode, size, maxWait, epochs"),
        wrong(
            ExampleSettings.class,
            "batch:\n  size: big",
            "f.yaml:2: batch.size must be a whole number: \"big\""),
        wrong(Batch.class, "size: \"32\"", "f.yaml:1: size must be a whole number: \"32\""),
        wrong(Batch.class, "size: 1.5", "f.yaml:1: size must be a whole number: 1.5"),
        wrong(
            Batch.class,
            "size: 3000000000",
            "f.yaml:1: size must be at most 2147483647: 3000000000"),
        wrong(
            Batch.class,
            "size: {a: 1}",
            "f.yaml:1: size must be a whole number, not keys and values"),
        wrong(Batch.class, "size: [1]", "f.yaml:1: size must be a whole number, not a list"),
        wrong(
            Batch.class,
            "mode: single\nsize:\n",
            "f.yaml:2: size has no value: give a whole number, or leave the key out"),
        wrong(
            ExampleSettings.class,
            "http:",
            "f.yaml:1: http has no value: give keys and values (port, address),"
                + " or leave the key out"),
        wrong(
            Optimizer.class,
            "{type: sgd, learningRate: fast}",
            "f.yaml:1: learningRate must be a number: \"fast\""),
        wrong(
            Optimizer.class,
            "{type: sgd, learningRate: .nan}",
            "f.yaml:1: learningRate must be a number: \".nan\""),
        wrong(
            Optimizer.class,
            "{type: sgd, learningRate: 1e999}",
            "f.yaml:1: learningRate must be within the range of a double: 1e999"),
        wrong(
            Optimizer.class,
            "{type: sgd, nesterov: yes}",
            "f.yaml:1: nesterov must be true or false: \"yes\""),
        wrong(
            Optimizer.class,
            "{type: adam, betas: 0.9}",
            "f.yaml:1: betas must be two numbers: [0.9]"),
        wrong(
            Optimizer.class,
            "{type: adam, betas: [0.9, x]}",
            "f.yaml:1: betas[1] must be a number: \"x\""),
        wrong(
            Batch.class,
            "maxWait: 100",
            "f.yaml:1: maxWait needs a unit, such as 100ms or 100s: 100"),
        wrong(
            Batch.class,
            "maxWait: soon",
            "f.yaml:1: maxWait must be a duration such as 200ms, 5s, 1m or 2h: \"soon\""),
        wrong(
            Batch.class,
            "mode: minibatch",
            "f.yaml:1: mode must be one of single, mini-batch, full: \"minibatch\","
                + " did you mean mini-batch?"),
        wrong(Batch.class, "mode: 7", "f.yaml:1: mode must be one of single, mini-batch, full: 7"),
        wrong(
            Kafka.class,
            "properties:\n  ssl: {protocol: TLS}",
            "f.yaml:2: properties.ssl must be text, not keys and values"),
        wrong(
            ExampleSettings.class,
            "kafka: localhost",
            "f.yaml:1: kafka must be keys and values (bootstrapServers, properties): \"localhost\""),
        wrong(
            ExampleSettings.class,
            "- a",
            "f.yaml:1: must be keys and values (name, seed, kafka, input, sample, model, loss,"
                + " optimizer, schedule, clip, batch, publish, deadLetter, http), not a list"));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void missing_isToldWithWhatIsExpected(Class<?> type, String yaml, String message) {
    assertThat(error(yaml, type)).isEqualTo(message);
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        wrong(
            ExampleSettings.class,
            "name: a\noptimizer:\n  type: sgd\n",
            "f.yaml:2: optimizer.learningRate is missing: a number"),
        wrong(
            ExampleSettings.class,
            "name: a\ninput: {topic: t}\n",
            "f.yaml:1: sample is missing: keys and values (features, label)"),
        wrong(
            Sample.class,
            "features: []",
            "f.yaml:1: label is missing: keys and values with a type, one of binary, class, numeric"),
        wrong(Model.class, "initial: a.safetensors", "f.yaml:1: layers is missing: a list"),
        wrong(
            ExampleSettings.class,
            "seed: 1\nloss: {reduction: sum}",
            "f.yaml:2: loss.type is missing: one of bce_with_logits, mse"),
        wrong(
            ExampleSettings.class,
            "loss:\n  reduction: sum\n  typ: mse",
            "f.yaml:3: loss.typ is not a key here: did you mean type?"),
        wrong(
            Sample.class,
            "features:\n  - {field: x}",
            "f.yaml:2: features[0].type is missing: one of array, categorical, numeric"),
        wrong(Feature.class, "{field: x}", "f.yaml:1: size is missing: a whole number"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void type_notOneOfTheChoice_isToldWithTheWords(String yaml, String message) {
    assertThat(error(yaml)).isEqualTo(message);
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(
            "loss: {type: mze}",
            "f.yaml:1: loss.type must be one of bce_with_logits, mse: \"mze\", did you mean mse?"),
        Arguments.of(
            "optimizer: {type: newton}",
            "f.yaml:1: optimizer.type must be one of adam, sgd: \"newton\""),
        Arguments.of(
            "loss: mze",
            "f.yaml:1: loss must be one of bce_with_logits, mse: \"mze\", did you mean mse?"),
        Arguments.of("optimizer: sgd", "f.yaml:1: optimizer.learningRate is missing: a number"),
        Arguments.of(
            "loss: 1",
            "f.yaml:1: loss must be keys and values with a type,"
                + " one of bce_with_logits, mse: 1"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_ofRecord_isToldWithPathAndLineOfItsKey(String yaml, String message) {
    assertThat(error(yaml)).isEqualTo(message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "batch:\n  mode: single\n  size: 0", "f.yaml:3: batch.size must be at least 1: 0"),
        Arguments.of(
            "optimizer:\n  type: sgd\n  learningRate: -1",
            "f.yaml:3: optimizer.learningRate must be positive: -1.0"),
        Arguments.of(
            "optimizer:\n  type: sgd\n  learningRate: 1\n  nesterov: true",
            "f.yaml:4: optimizer.nesterov needs a momentum above 0: 0.0"),
        Arguments.of(
            "batch:\n  epochs: 3", "f.yaml:1: batch is wrong: only mode full has epochs: 3"),
        Arguments.of(
            "model:\n  layers:\n    - {type: relu}\n    - type: linear\n      out: 0",
            "f.yaml:5: model.layers[1].out must be at least 1: 0"));
  }

  @Test
  void severalErrors_theFirstInTheFileIsTold() {
    assertThat(error("seed: x\nname: [1]\nfoo: 1\n"))
        .isEqualTo("f.yaml:1: seed must be a whole number: \"x\"");
  }

  @Test
  void longText_isCutShort() {
    assertThat(error("size: " + "x".repeat(100), Batch.class))
        .isEqualTo("f.yaml:1: size must be a whole number: \"" + "x".repeat(60) + "...\"");
  }

  @Test
  void textOfSeveralLines_isToldInOne() {
    assertThat(error("type: |\n  a\n  b\n", Layer.class))
        .isEqualTo("f.yaml:1: type must be one of leaky_relu, linear, relu: \"a\\nb\\n\"");
  }

  @Test
  void refusal_ofDefaultForRequiredValue_isToldAtItsMapping() {
    record Target(String type, int classes) {
      @SuppressWarnings("UnusedMethod") // the binder's
      public Target(String type) {
        this(type, 0);
      }

      Target {
        if (type.equals("class") && classes < 2) {
          throw new IllegalArgumentException("classes must be at least 2: " + classes);
        }
      }
    }
    record Schema(String field, Target label) {}

    assertThat(error("field: x\nlabel: {type: class}", Schema.class))
        .isEqualTo("f.yaml:2: label.classes must be at least 2: 0");
  }

  private static Arguments wrong(Class<?> type, String yaml, String message) {
    return Arguments.of(type, yaml, message);
  }
}
