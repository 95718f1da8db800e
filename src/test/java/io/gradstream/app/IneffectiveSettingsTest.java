package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gradstream.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class IneffectiveSettingsTest {
  private static final String CLASSES =
      """
      input: {topic: t}
      sample: {features: [{field: x, type: numeric}], label: {field: y, type: class, classes: 2}}
      model: {layers: [{type: linear, out: 2}]}
      loss: {type: cross_entropy}
      optimizer: {type: sgd, learningRate: 0.1}
      batch: {mode: single}
      """;

  @TempDir private Path directory;

  /** What is added to a section, and the key that is told of. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss: {type: cross_entropy, classWeights: [1, 10]}| loss.classWeights",
        "loss: {type: cross_entropy, classWeights: [1, 10], labelSmoothing: 0.1}| loss.classWeights",
        "loss: {type: cross_entropy, labelSmoothing: 1}| sample.label",
        "optimizer: {type: sgd, learningRate: 0.1, dampening: 0.5}| optimizer.dampening",
        "optimizer: {type: adam, learningRate: 0}| sample.label",
        "batch: {mode: single, size: 64}| batch.size",
        "batch: {mode: single, maxWait: 1s}| batch.maxWait",
        "batch: {mode: mini-batch, size: 1, maxWait: 1s}| batch.maxWait",
        "batch: {mode: full, maxWait: 1s}| batch.maxWait",
        "input: {topic: t, csv: {delimiter: ;}}| input.csv",
        "input: {topic: t, format: csv, avro: {registry: 'http://localhost'}}| input.avro",
        "model: {layers: [{type: linear, out: 2}, {type: dropout, probability: 0}]}| model.layers[1]",
        "model: {layers: [{type: linear, out: 1}, {type: layer_norm}, {type: linear, out: 2}]}|"
            + " sample.features",
      })
  void of_aKeyThatDoesNothing_tellsOfIt(String section, String key) throws IOException {
    List<String> lines = IneffectiveSettings.of(read(section));

    assertThat(lines).singleElement().asString().startsWith(key + " has no effect: ");
  }

  /** A feature, and what of it is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{field: x, type: numeric, scale: {type: standard, mean: 0, deviation: 0}}|"
            + " sample.features[0] has no effect: a scale.deviation of 0 makes 0 of every value",
        "{field: x, type: array, size: 2, scale: {type: standard, mean: [0, 1], deviation: [0, 0]}}|"
            + " sample.features[0] has no effect: a scale.deviation of 0 makes 0 of every value",
        "{field: x, type: numeric, scale: {type: minmax, min: 1, max: 1}}|"
            + " sample.features[0] has no effect: a scale.min that is scale.max makes 0 of every value",
        "{field: x, type: timestamp, format: d/M/yyyy H, unit: millis}|"
            + " sample.features[0].unit has no effect: format says how moments are written",
        "{field: x, type: timestamp, format: yyyy-MM-dd, parts: [weekday, hour]}|"
            + " sample.features[0].parts[1] has no effect: format tells no hour",
        "{field: x, type: timestamp, format: yyyy-MM-dd hh:mm, parts: [hour]}|"
            + " sample.features[0].parts[0] has no effect: format tells no hour",
        "{field: x, type: timestamp, format: yyyy, parts: [month]}|"
            + " sample.features[0].parts[0] has no effect: format tells no month",
        "{field: x, type: timestamp, format: yyyy-MM-dd, parts: []}, {cross: [z, x.hour], buckets: 9}|"
            + " sample.features[1].cross[1] has no effect: format tells no hour",
        "{field: x, type: timestamp, format: yyyy-MM-dd, parts: []}, {slope: z, per: [x.hour]}|"
            + " sample.features[1].per[0] has no effect: format tells no hour",
      })
  void of_aFeatureThatIsAlwaysTheSame_tellsOfIt(String features, String line) throws IOException {
    assertThat(IneffectiveSettings.of(read(sample(features))))
        .singleElement()
        .asString()
        .startsWith(line + "; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{field: x, type: array, size: 2, scale: {type: standard, mean: [0, 1], deviation: [0, 1]}}",
        "{field: x, type: numeric, scale: {type: robust, median: 1, range: 0}}",
        "{field: x, type: numeric, scale: {type: minmax, min: 1, max: 2}}",
        "{field: x, type: timestamp, format: yyyy-MM-dd h a, parts: [hour, month]}",
        "{field: x, type: timestamp, format: yyyy-MM-dd, parts: [weekday, month]}",
        "{field: x, type: timestamp, unit: millis, parts: [hour]}",
        "{field: x, type: timestamp, parts: []}, {slope: z, per: [x.hour]}"
      })
  void of_aFeatureThatTellsSomething_saysNothing(String features) throws IOException {
    assertThat(IneffectiveSettings.of(read(sample(features)))).isEmpty();
  }

  private static String sample(String features) {
    return "sample: {features: [%s], label: {field: y, type: class, classes: 2}}"
        .formatted(features);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule: {type: exponential, gamma: 1.0}",
        "schedule: {type: inverse_scaling, power: 0}",
        "schedule: {type: linear_warmup, steps: 1}",
        "schedule: {type: reduce_on_plateau, minimum: 0.1}",
      })
  void of_aScheduleThatChangesNoRate_tellsOfIt(String section) throws IOException {
    List<String> lines = IneffectiveSettings.of(read(section));

    assertThat(lines)
        .containsExactly(
            "schedule has no effect: the learning rate is the same at every step; correct its"
                + " numbers or leave it out");
  }

  /** Of an optimizer, a schedule and a number of passes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: step, every: 10, gamma: 0.5}| 10| true",
        "{type: step, every: 10, gamma: 0.5}| 11| false",
        "{type: cosine, steps: 10}| 1| true",
        "{type: linear_warmup, steps: 10}| 1| false",
        "{type: reduce_on_plateau}| 1000| true",
        "{type: reduce_on_plateau, every: 1, patience: 0}| 2| true",
        "{type: reduce_on_plateau, every: 1, patience: 0}| 3| false",
      })
  void of_aScheduleInFullMode_countsItsPasses(String schedule, int epochs, boolean told)
      throws IOException {
    String batch = "batch: {mode: full, epochs: %d}\n".formatted(epochs);

    List<String> lines = IneffectiveSettings.of(read(batch + "schedule: " + schedule));

    assertThat(lines.stream().anyMatch(line -> line.startsWith("schedule "))).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss: {type: cross_entropy, classWeights: [1, 1]}",
        "loss: {type: cross_entropy, classWeights: [1, 10], reduction: sum}",
        "loss: {type: cross_entropy, classWeights: [1, 10]}\nbatch: {size: 8}",
        "optimizer: {type: sgd, learningRate: 0.1, dampening: 0.5, momentum: 0.5}",
        "optimizer: {type: dog}\nschedule: {type: cosine, steps: 100}",
        "optimizer: {type: cocob}\nschedule: {type: linear_warmup, steps: 100}",
        "optimizer: {type: sgd, learningRate: 0}\nschedule: {type: cosine, steps: 9, minimum: 0.1}",
        "batch: {mode: mini-batch, size: 64, maxWait: 1s}",
        "input: {topic: t, format: csv, csv: {delimiter: ;}}",
        "clip: {type: norm, max: 1.0e30}",
        "schedule: {type: reduce_on_plateau}",
      })
  void of_whatHasAnEffect_saysNothing(String section) throws IOException {
    assertThat(IneffectiveSettings.of(read(section))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"flights", "digits", "diabetes"})
  void of_aShippedConfiguration_saysNothing(String name) {
    Settings settings = Settings.read(Path.of("config/%s.yaml".formatted(name)), Map.of());

    assertThat(IneffectiveSettings.of(settings)).isEmpty();
  }

  @Test
  void of_columnsAndPassesThatNobodyUses_tellsOfEach() throws IOException {
    String text =
        """
        seed: 7
        input: {topic: t}
        sample:
          features: [{field: x, type: categorical, buckets: 5}, {field: t, type: timestamp, parts: []}]
          label: {field: y, type: class, classes: 2}
          buckets: 1000
        model: {initial: m.safetensors, layers: [{type: linear, out: 2}]}
        loss: {type: cross_entropy, classWeights: [3, 3]}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: full, epochs: 5}
        publish: {everySteps: 10}
        """;

    assertThat(IneffectiveSettings.of(Settings.read(file(text), Map.of())))
        .extracting(line -> line.substring(0, line.indexOf(" has no effect: ")))
        .containsExactly(
            "loss.classWeights",
            "publish.everySteps",
            "sample.buckets",
            "sample.features[1]",
            "seed");
  }

  @Test
  void check_weightsThatAMeanDividesOut_saysSoAndWhatToDo() throws IOException {
    Path file = file(with("loss: {type: cross_entropy, classWeights: [1.0, 10.0]}"));

    CommandRun run = CommandRun.inThisJvm("check", "--config", file.toString());

    assertThat(run.requireDone().out())
        .contains(
            "note         loss.classWeights has no effect: a mean over the one sample of a step"
                + " divides its weight out again; set loss.reduction: sum");
  }

  @Test
  void replay_weightsThatAMeanDividesOut_warnsAtItsStart() throws IOException {
    Path file = file(with("loss: {type: cross_entropy, classWeights: [1.0, 10.0]}"));
    Path input = Files.writeString(directory.resolve("input.jsonl"), "{\"x\": 1, \"y\": 0}\n");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ConfigOption.class);
    log.start();
    logger.addAppender(log);

    CommandRun run =
        CommandRun.inThisJvm("replay", "--config", file.toString(), "--input", input.toString());

    logger.detachAppender(log);
    assertThat(run.requireDone().count("samples")).isEqualTo(1);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("loss.classWeights has no effect: ");
  }

  private Settings read(String sections) throws IOException {
    return Settings.read(file(with(sections)), Map.of());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("config.yaml"), text);
  }

  /** The configuration with these sections in place of its own. */
  private static String with(String sections) {
    String text = CLASSES;
    for (String section : sections.split("\n")) {
      String key = section.substring(0, section.indexOf(':'));
      text = text.replaceFirst("(?m)^" + key + ": .*\n", "") + section + "\n";
    }
    return text;
  }
}
