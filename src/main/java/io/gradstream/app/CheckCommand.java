package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.ScaledTraining;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.data.LabelSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Evolution;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.settings.SettingsText;
import io.gradstream.settings.SettingsTree;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check}: what a configuration means, without running it. */
@Command(name = "check", description = "Validates a configuration and prints what it means.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "a configuration that a model was learned with: says what train --evolve keeps")
  private @Nullable Path against;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.read(console);
    InputFormat.ofTopic(settings);
    Learner learner = new LearnerFactory(settings).get();
    tell("model", "%s, %s", settings.modelName(), start(settings));
    tell("sample", "%,d columns, label %s", settings.sample().width(), label(settings));
    learner.shapes().forEach((name, shape) -> tell("parameter", "%s %s", name, shape));
    tell("parameters", "%,d", learner.parameterCount());
    tell("loss", "%s", words((Record) settings.loss()));
    tell("optimizer", "%s", words((Record) settings.learner().optimizer()));
    tell("schedule", "%s", words((Record) settings.schedule()));
    settings.clip().ifPresent(clip -> tell("clip", "%s", words((Record) clip)));
    tell("step", "%s", step(settings.batch()));
    tell("version", "%s", pace(settings.publish()));
    settings
        .challengers()
        .forEach((name, other) -> tell("challenger", "%s: %s", name, words(other)));
    settings.promote().ifPresent(how -> tell("promote", "%s", words((Record) how)));
    settings
        .scale()
        .ifPresent(
            scale -> {
              ScaledTraining.requireScalable(settings, learner);
              tell("scale", "%s", leaves(scale));
            });
    tell("records", "%s", records(settings, learner));
    learner.keyed().ifPresent(keyed -> tell("keys", "%s", keys(keyed)));
    tell("brokers", "%s", settings.kafka().bootstrapServers());
    tell("input", "%s", String.join(" and ", settings.topics().inputs()));
    tell("versions", "%s", settings.topics().parameters());
    tell("state", "%s", settings.topics().state());
    tell("dead letters", "%s", settings.topics().deadLetter());
    settings.topics().metrics().ifPresent(topic -> tell("figures", "%s", topic));
    IneffectiveSettings.of(settings).forEach(line -> tell("note", "%s", line));
    return against == null ? 0 : compare(ConfigOption.read(against, console), settings);
  }

  /** What becomes of a model that was learned with one configuration under another. */
  private int compare(Settings before, Settings after) {
    Evolution evolution = Evolution.of(before.learner(), after.learner());
    if (evolution.differences().isEmpty()) {
      tell("change", "none: train goes on");
    }
    if (!evolution.impossible().isEmpty()) {
      evolution.impossible().forEach(line -> tell("impossible", "%s", line));
      return 1;
    }
    evolution.effects().forEach(line -> tell("change", "%s", line));
    return 0;
  }

  private static String keys(KeyedLearner keyed) {
    return String.format(
        Locale.ROOT,
        "a model for each %s, in memory at most %,d of %,d bytes each",
        keyed.settings().field(),
        keyed.settings().most(),
        keyed.bytesOfAModel());
  }

  private static String records(Settings settings, Learner learner) {
    RecordLimits limits =
        RecordLimits.standard(settings.topics().parameters(), settings.topics().state());
    boolean inBlocks = limits.blocksOf(learner, settings.publish().format()).isPresent();
    if (inBlocks && learner.contest().isPresent()) {
      throw new UsageException(learner.contest().get().whyNotInBlocks());
    }
    if (inBlocks && learner.keyed().isPresent()) {
      throw new UsageException(learner.keyed().get().whyNotInBlocks());
    }
    return String.format(
        Locale.ROOT,
        "%s, where topics take %,d bytes",
        inBlocks ? "a version's changes in blocks" : "one for a version",
        limits.parameterBytes());
  }

  private static String start(Settings settings) {
    boolean drawn = !settings.model().isLinear() || !settings.sample().embeddings().isEmpty();
    return settings
        .model()
        .initial()
        .map(file -> "from " + file)
        .orElse(drawn ? "random from seed " + settings.seed() : "from zero");
  }

  private static String label(Settings settings) {
    LabelSettings label = settings.sample().label();
    String words = String.join(", ", label.words());
    String classes =
        label.type() == LabelSettings.Type.CLASS ? " of " + label.classes().plain() : words;
    return label.field() + ": " + SettingsText.of(label.type()) + classes;
  }

  /** {@code sgd, learningRate 0.05, momentum 0.0}: defaults included. */
  private static String words(Record chosen) {
    Map<String, String> leaves = SettingsTree.of(chosen).flatten().leaves();
    StringJoiner words = new StringJoiner(", ");
    words.add(SettingsText.of(chosen.getClass()));
    leaves.forEach(
        (key, value) -> {
          if (!key.equals(SettingsText.TYPE)) {
            words.add(key + " " + value);
          }
        });
    return words.toString();
  }

  /** {@code optimizer.type sgd, optimizer.learningRate 0.05}: in what it differs. */
  private static String words(ChallengerSettings other) {
    return leaves(other);
  }

  private static String leaves(Record settings) {
    StringJoiner words = new StringJoiner(", ");
    words.setEmptyValue("nothing else");
    SettingsTree.of(settings)
        .flatten()
        .leaves()
        .forEach((key, value) -> words.add(key + " " + value));
    return words.toString();
  }

  private static String step(BatchSettings batch) {
    return switch (batch.mode()) {
      case SINGLE -> "per sample";
      case MINI_BATCH ->
          "per "
              + batch.size()
              + " samples"
              + batch
                  .maxWait()
                  .map(wait -> ", or what has come after " + SettingsText.of(wait))
                  .orElse("");
      case FULL -> "per pass over the whole input, passes: " + batch.epochs();
    };
  }

  private static String pace(PublishSettings publish) {
    return "%s, every %,d steps or %s, whichever comes first"
        .formatted(
            SettingsText.of(publish.format()),
            publish.everySteps(),
            SettingsText.of(publish.everyInterval()));
  }

  private void tell(String what, String format, Object... values) {
    String line =
        String.format(Locale.ROOT, "%-13s", what) + String.format(Locale.ROOT, format, values);
    console.out().println(console.masked(line));
  }
}
