package io.gradstream.config;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.DeadLetterSettings;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Contest;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.OptimizerFit;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.guard.GuardSettings;
import io.gradstream.learn.history.HistorySettings;
import io.gradstream.learn.keyed.PerKeySettings;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.metrics.MetricsSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.join.JoinSettings;
import io.gradstream.pipeline.join.JoinSettings.Unlabelled;
import io.gradstream.serve.HttpSettings;
import io.gradstream.settings.Secrets;
import io.gradstream.settings.SettingsText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A whole configuration file: what is learned from which samples, and where those and the versions
 * are.
 *
 * @param name prefix of topics, consumer group and transactional id; the input topic's unless said
 * @param seed of the parameters' initialisation
 * @param optimizer how a gradient changes the parameters; {@link OptimizerFit#chosen} without it
 * @param scale how several learners share the model, if they do
 * @param perKey which field each value of has a model of its own; one model for all without it
 */
public record Settings(
    Optional<String> name,
    long seed,
    KafkaSettings kafka,
    InputSettings input,
    SampleSettings sample,
    ModelSettings model,
    LossSettings loss,
    Optional<OptimizerSettings> optimizer,
    ScheduleSettings schedule,
    Optional<ClipSettings> clip,
    BatchSettings batch,
    Optional<GuardSettings> guard,
    Optional<MetricsSettings> metrics,
    Optional<DriftSettings> drift,
    Map<String, ChallengerSettings> challengers,
    Optional<PromotionSettings> promote,
    PublishSettings publish,
    DeadLetterSettings deadLetter,
    Optional<HistorySettings> history,
    Optional<ScaleSettings> scale,
    Optional<HttpSettings> http,
    Optional<PerKeySettings> perKey) {
  /** Everything that has a default at its default. */
  public Settings(
      InputSettings input, SampleSettings sample, ModelSettings model, LossSettings loss) {
    this(
        Optional.empty(),
        42,
        new KafkaSettings(),
        input,
        sample,
        model,
        loss,
        Optional.empty(),
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        new PublishSettings(),
        new DeadLetterSettings(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Checks that the sections fit each other. */
  public Settings {
    Topics.requirePrefix("name", name.orElse(input.firstTopic()));
    topics(name.orElse(input.firstTopic()), input, publish, deadLetter, history);
    if (batch.mode() == BatchSettings.Mode.FULL && input.from() == InputSettings.From.LATEST) {
      throw new IllegalArgumentException(
          "input.from must be earliest where batch.mode is full: latest");
    }
    if (batch.mode() == BatchSettings.Mode.FULL && input.backlog().isPresent()) {
      throw new IllegalArgumentException(
          "input.backlog must be left out where batch.mode is full, which passes over all there is");
    }
    if (batch.mode() == BatchSettings.Mode.FULL && history.isPresent()) {
      throw new IllegalArgumentException(
          "history must be left out where batch.mode is full, whose versions are passes over the same"
              + " samples");
    }
    if (http.isPresent() && publish.everyInterval().compareTo(http.get().readyWithin()) >= 0) {
      throw new IllegalArgumentException(
          "http.readyWithin must be longer than publish.everyInterval, %s: %s"
              .formatted(
                  SettingsText.of(publish.everyInterval()),
                  SettingsText.of(http.get().readyWithin())));
    }
    input.requireCarries(sample);
    // not where a model is, for some were published before this was asked
    loss.requireBehind(model.layers().get(model.layers().size() - 1));
    OptimizerSettings chosen = new OptimizerFit(sample, model, loss, batch).chosen(optimizer);
    LearnerSettings learner =
        new LearnerSettings(
            seed,
            sample,
            model,
            loss,
            chosen,
            schedule,
            clip,
            batch,
            guard,
            metrics,
            drift,
            perKey.map(PerKeySettings::field));
    if (perKey.isPresent()) {
      new KeyedFit(learner, input, history.isPresent(), !challengers.isEmpty()).require();
    }
    input.join().ifPresent(join -> requireJoined(join, sample, batch));
    if (input.join().isPresent()) {
      requireNot("history must be left out", history.isPresent());
      requireNot("challengers must be left out", !challengers.isEmpty());
      requireNot("drift.react must not be challenger", Contest.isWantedBy(learner));
    }
    learner.requireStepsOf(largestBatch(input, batch), "input.backlog.batch");
    challengers = Collections.unmodifiableMap(new LinkedHashMap<>(challengers));
    challengers.forEach((challenger, other) -> requireFit(challenger, learner, other));
    if (batch.mode() == BatchSettings.Mode.FULL && !challengers.isEmpty()) {
      throw new IllegalArgumentException(
          "challengers must be left out where batch.mode is full, whose steps are all over the same"
              + " samples");
    }
    if (promote.isPresent() && challengers.isEmpty() && !Contest.isWantedBy(learner)) {
      throw new IllegalArgumentException("promote must be left out where there are no challengers");
    }
    if (scale.isPresent()) {
      requireAlone("history must be left out", history.isPresent());
      requireAlone("challengers must be left out", !challengers.isEmpty());
      requireAlone("drift must be left out", drift.isPresent());
      requireAlone("http must be left out", http.isPresent());
      requireAlone("batch.mode must not be full", batch.mode() == BatchSettings.Mode.FULL);
      requireAlone("batch.maxWait must be left out", batch.maxWait().isPresent());
      requireAlone("input.topic must be given", input.join().isPresent());
      input.requireShareable();
      requireSummable(scale.get(), chosen);
    }
  }

  private static void requireAlone(String rule, boolean isBroken) {
    if (isBroken) {
      throw new IllegalArgumentException(rule + " where scale has several learners share a model");
    }
  }

  private static void requireSummable(ScaleSettings scale, OptimizerSettings optimizer) {
    if (scale.merge() == ScaleSettings.Merge.SUM && !optimizer.isSummable()) {
      throw new IllegalArgumentException(
          "scale.merge must be average unless optimizer.type is sgd without momentum, adagrad or ftrl:"
              + " sum with "
              + SettingsText.of(((Record) optimizer).getClass()));
    }
  }

  private static void requireJoined(JoinSettings join, SampleSettings sample, BatchSettings batch) {
    requireNot("batch.mode must not be full", batch.mode() == BatchSettings.Mode.FULL);
    requireNot("batch.maxWait must be left out", batch.maxWait().isPresent());
    requireNot("sample.label.scale must be left out", sample.label().scale().isPresent());
    LabelSettings.Type type = sample.label().type();
    if (join.unlabelled() == Unlabelled.NEGATIVE && type != LabelSettings.Type.BINARY) {
      throw new IllegalArgumentException(
          "input.missing must be drop unless sample.label is binary, of which negative is the no: "
              + SettingsText.of(type));
    }
  }

  private static void requireNot(String rule, boolean isBroken) {
    if (isBroken) {
      throw new IllegalArgumentException(
          rule + " where input.features and input.labels are joined");
    }
  }

  private static void requireFit(
      String challenger, LearnerSettings learner, ChallengerSettings other) {
    ChallengerSettings.requireName(challenger);
    try {
      LearnerSettings own = learner.with(other);
      own.loss().requireBehind(own.model().layers().get(own.model().layers().size() - 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "challengers.%s must fit the rest: %s".formatted(challenger, e.getMessage()));
    }
  }

  private static int largestBatch(InputSettings input, BatchSettings batch) {
    int usual = batch.capacity();
    return input.backlog().map(backlog -> backlog.largestBatch(usual)).orElse(usual);
  }

  /**
   * The settings of a file.
   *
   * @throws ConfigException in one line, if there are none
   */
  public static Settings read(Path file) {
    return read(file, System.getenv());
  }

  /** The settings of a file, with these variables in place of the environment's. */
  public static Settings read(Path file, Map<String, String> environment) {
    return of(new ConfigFile(file, environment::get).tree());
  }

  /** The settings of a file's values. */
  static Settings of(ConfigNode tree) {
    Binder binder = new Binder().withDefaultType(FeatureSettings.class, "array");
    return binder.bind(tree, Settings.class);
  }

  /** What of them must not be shown, wherever it stands: passwords, users, tokens. */
  public Secrets secrets() {
    Secrets told = kafka.secrets().and(input.secrets());
    return http.map(server -> told.and(server.secrets())).orElse(told);
  }

  /** The same learning on another cluster, under another name. */
  public Settings on(KafkaSettings cluster, String otherName) {
    PublishSettings elsewhere = publish.to(Optional.empty());
    return new Settings(
        Optional.of(otherName),
        seed,
        cluster,
        input,
        sample,
        model,
        loss,
        optimizer,
        schedule,
        clip,
        batch,
        guard,
        metrics,
        drift,
        challengers,
        promote,
        elsewhere,
        new DeadLetterSettings(),
        history,
        scale,
        Optional.empty(),
        perKey);
  }

  /** The model's name. */
  public String modelName() {
    return name.orElse(input.firstTopic());
  }

  /** How many samples a step is over at most, those among it that catch up with the topic. */
  public int largestBatch() {
    return largestBatch(input, batch);
  }

  /** The topics that it reads and writes. */
  public Topics topics() {
    return topics(modelName(), input, publish, deadLetter, history);
  }

  private static Topics topics(
      String model,
      InputSettings input,
      PublishSettings publish,
      DeadLetterSettings deadLetter,
      Optional<HistorySettings> history) {
    return new Topics(
        input.firstTopic(),
        publish.topic().orElse(model + ".parameters"),
        model + ".state",
        deadLetter.topic().orElse(model + ".dead-letter"),
        Optional.of(model + ".metrics").filter(topic -> publish.metrics()),
        history.map(kept -> model + ".history"),
        Optional.of(model + ".control"),
        input.labels());
  }

  /** What defines the learning. */
  public LearnerSettings learner() {
    OptimizerSettings chosen = new OptimizerFit(sample, model, loss, batch).chosen(optimizer);
    return new LearnerSettings(
        seed,
        sample,
        model,
        loss,
        chosen,
        schedule,
        clip,
        batch,
        guard,
        metrics,
        drift,
        perKey.map(PerKeySettings::field));
  }
}
