package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever does what an error of {@code train} advises goes on with the model that was learned. */
@ExtendWith(SharedBroker.class)
class FollowedAdviceIT {
  private static final int LEARNED = 40;
  private static final List<String> SAMPLES = Samples.diabetes();
  private static final List<String> BEFORE = SAMPLES.subList(0, LEARNED);
  private static final List<String> BEHIND = SAMPLES.subList(LEARNED, SAMPLES.size());
  private static final String TAME = "optimizer: {type: sgd, learningRate: 0.000001}";
  private static final String WILD = "optimizer: {type: sgd, learningRate: 10}";
  private static final String UNSCALED =
      "sample: {features: [{field: bmi, type: numeric}, {field: bp, type: numeric}],"
          + " label: {field: progression, type: numeric}}";
  private static final String NO_GUARD = "guard: {deviations: 0, gradient: 0}";
  private static final String SELDOM = "publish: {everySteps: 1000000, everyInterval: 1h}";
  private static final String SCALED = UNSCALED.replace("numeric},", "numeric, scale: standard},");

  @TempDir private Path directory;

  /** Every word of what a divergence advises. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lower optimizer.learningRate | optimizer: {type: sgd, learningRate: 0.000001}",
        "set clip                     | clip: {type: norm, max: 0.001}",
        "or scale the features        | scaled"
      })
  void train_diverged_goesOnAsAdvised(String advice, String section) throws IOException {
    Trial trial = learned(TAME, UNSCALED, NO_GUARD, SELDOM).with(WILD);
    List<String> many = Collections.nCopies(10, BEHIND).stream().flatMap(List::stream).toList();
    trial.send(many);

    CommandRun diverged = CommandRun.inThisJvm(trial.command("train", "--until-end", "--evolve"));
    requireAdvised(diverged, advice);
    Trial mended = section.equals("scaled") ? trial.with(SCALED, TAME) : trial.with(section);

    requireGoesOn(mended, LEARNED + many.size(), "--evolve");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--evolve", "back", "name"})
  void train_underAnotherConfiguration_goesOnAsAdvised(String choice) throws IOException {
    Trial trial = learned(TAME, UNSCALED).with(WILD.replace("10", "0.00001"));
    trial.send(BEHIND);

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")),
        "go on under the new one with --evolve, change it back, choose another name");

    switch (choice) {
      case "--evolve" -> requireGoesOn(trial, "--evolve");
      case "back" -> requireGoesOn(trial.with(TAME));
      default -> requireGoesOn(trial.with("name: other-" + UUID.randomUUID()));
    }
  }

  @Test
  void train_samplesDeleted_goesOnAsAdvised() throws IOException {
    Trial trial = learned(TAME, UNSCALED);
    trial.send(BEHIND);
    TopicOwner.of(trial).deleteBefore(0, LEARNED + 10L);

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")), "input.whenDeleted: skip");

    Trial mended =
        trial.with("input: {topic: %s, whenDeleted: skip}".formatted(trial.inputTopic()));
    assertThat(mended.trainUntilEnd().count("samples")).isEqualTo(SAMPLES.size() - 10L);
  }

  @Test
  void train_inputMadeAnew_goesOnAsAdvised() throws IOException {
    Trial trial = learned(TAME, UNSCALED);
    TopicOwner.of(trial).delete();
    trial.send(BEHIND);

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")),
        "input.whenRecreated: restart");

    requireGoesOn(
        trial.with("input: {topic: %s, whenRecreated: restart}".formatted(trial.inputTopic())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void train_inputDeleted_goesOnAsAdvised(boolean anew) throws IOException {
    Trial trial = learned(TAME, UNSCALED);
    TopicOwner.of(trial).delete();

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")),
        "make it anew and go on with input.whenRecreated: restart",
        "or name another in input.topic");

    String topic = anew ? trial.inputTopic() : "other-" + UUID.randomUUID();
    Trial mended = trial.with("input: {topic: %s, whenRecreated: restart}".formatted(topic));
    mended.send(BEHIND);
    requireGoesOn(mended);
  }

  @Test
  void train_stateDeleted_goesOnAsAdvised() throws IOException {
    Trial trial = learned(TAME, UNSCALED);
    new TopicOwner(trial.settings().kafka(), trial.settings().topics().state()).delete();
    trial.send(BEHIND);

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")), "or with --from-version");

    requireGoesOn(trial, BEHIND.size(), "--from-version");
  }

  @Test
  void train_versionLargerThanItsTopicTakes_goesOnAsAdvised() throws Exception {
    Trial trial = learned(TAME, UNSCALED);
    trial.send(BEHIND);
    String topic = trial.settings().topics().parameters();
    set(trial, topic, "max.message.bytes", "200");

    requireAdvised(
        CommandRun.inThisJvm(trial.command("train", "--until-end")),
        "raise the topic's max.message.bytes");

    set(trial, topic, "max.message.bytes", "100000");
    requireGoesOn(trial);
  }

  /** A model that has learned a few samples. */
  private Trial learned(String... sections) throws IOException {
    List<String> all = new ArrayList<>(List.of(sections));
    all.add("batch: {mode: single}");
    Trial trial = Trial.of(directory, "diabetes", all.toArray(String[]::new));
    trial.send(BEFORE);
    assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(LEARNED);
    return trial;
  }

  private static void requireAdvised(CommandRun run, String... advice) {
    assertThat(run.code()).as("exit code, after %s", run.err()).isIn(1, 2);
    assertThat(run.err().get(run.err().size() - 1)).startsWith("gradstream: ").contains(advice);
  }

  /** It has learned what it had before, and all that came behind. */
  private static void requireGoesOn(Trial trial, String... options) {
    requireGoesOn(trial, SAMPLES.size(), options);
  }

  private static void requireGoesOn(Trial trial, long samples, String... options) {
    List<String> all = new ArrayList<>(List.of("--until-end"));
    all.addAll(List.of(options));
    CommandRun run = CommandRun.inThisJvm(trial.command("train", all.toArray(String[]::new)));
    assertThat(run.requireDone().count("samples")).isEqualTo(samples);
    assertThat(trial.trainUntilEnd().count("samples")).isEqualTo(samples);
  }

  private static void set(Trial trial, String topic, String key, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    String servers = trial.settings().kafka().bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }
  }
}
