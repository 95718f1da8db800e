package io.gradstream.learn;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.guard.GuardSettings;
import io.gradstream.learn.metrics.MetricsSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.settings.FlatSettings;
import io.gradstream.settings.SettingsTree;
import io.gradstream.version.ModelDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything that defines what is learned: equal settings and equal samples give bit-for-bit equal
 * parameters. A checkpoint is bound to them.
 *
 * @param seed what parameters that start at random, and dropout, are drawn from
 * @param sample what a sample is
 * @param model its layers, and where its parameters start
 * @param loss what is made small
 * @param optimizer how a gradient changes the parameters
 * @param schedule the learning rate of every step
 * @param clip how large a step's gradient may be; as it is without it
 * @param batch how many samples make a step
 * @param guard which samples are too absurd to be learned; as {@link GuardSettings#GuardSettings()}
 *     has it without it
 * @param metrics over which samples figures are taken; as {@link MetricsSettings#MetricsSettings()}
 *     has it without it
 * @param drift by what changes of the world are found; none are looked for without it
 * @param perKey the field each of whose values has a model of its own; one model for all without it
 */
public record LearnerSettings(
    long seed,
    SampleSettings sample,
    ModelSettings model,
    LossSettings loss,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    Optional<ClipSettings> clip,
    BatchSettings batch,
    Optional<GuardSettings> guard,
    Optional<MetricsSettings> metrics,
    Optional<DriftSettings> drift,
    Optional<String> perKey) {
  /** Guarded as everything is where nothing is said of it. */
  public LearnerSettings(
      long seed,
      SampleSettings sample,
      ModelSettings model,
      LossSettings loss,
      OptimizerSettings optimizer,
      ScheduleSettings schedule,
      Optional<ClipSettings> clip,
      BatchSettings batch) {
    this(seed, sample, model, loss, optimizer, schedule, clip, batch, Optional.empty());
  }

  /** With the usual figures, whatever changes. */
  public LearnerSettings(
      long seed,
      SampleSettings sample,
      ModelSettings model,
      LossSettings loss,
      OptimizerSettings optimizer,
      ScheduleSettings schedule,
      Optional<ClipSettings> clip,
      BatchSettings batch,
      Optional<GuardSettings> guard) {
    this(
        seed,
        sample,
        model,
        loss,
        optimizer,
        schedule,
        clip,
        batch,
        guard,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Checks that label, loss, optimizer and the model's output fit each other, and that no row of a
   * vocabulary may expire within a step.
   */
  public LearnerSettings {
    new ModelDescription(sample, model.layers(), loss);
    requireShorterThanRows(sample, batch.capacity(), "batch.size");
    new OptimizerFit(sample, model, loss, batch).require(optimizer);
    if (drift.isPresent() && batch.mode() == BatchSettings.Mode.FULL) {
      throw new IllegalArgumentException(
          "drift must be left out where batch.mode is full, whose steps are all over the same samples");
    }
    perKey.ifPresent(sample::requireKey);
  }

  /**
   * Checks that no row changes hands within a step, or it would be two categories' in it.
   *
   * @param samples that a step is over
   * @param setting which setting says so
   * @throws IllegalArgumentException if a vocabulary's rows may expire sooner
   */
  public void requireStepsOf(int samples, String setting) {
    requireShorterThanRows(sample, samples, setting);
  }

  private static void requireShorterThanRows(SampleSettings sample, int samples, String setting) {
    for (int i = 0; i < sample.features().size(); i++) {
      String key = "sample.features[" + i + "]";
      Optional<HashedFeature.Categorical> embedded = sample.features().get(i).embedded();
      embedded.ifPresent(field -> requireShorterThanRows(key, field, samples, setting));
    }
  }

  private static void requireShorterThanRows(
      String key, HashedFeature.Categorical field, int samples, String setting) {
    long least = field.vocabulary().map(own -> own.expireAfter()).orElse(Long.MAX_VALUE);
    if (least < samples) {
      throw new IllegalArgumentException(
          "%s.vocabulary.expireAfter must be at least %s, %d: %d"
              .formatted(key, setting, samples, least));
    }
  }

  /**
   * Those of a challenger to a learner with these.
   *
   * @throws IllegalArgumentException if they do not fit each other
   */
  public LearnerSettings with(ChallengerSettings other) {
    return new LearnerSettings(
        seed,
        sample,
        other.layers().map(layers -> new ModelSettings(layers)).orElse(model),
        other.loss().orElse(loss),
        other.optimizer().orElse(optimizer),
        other.schedule().orElse(schedule),
        other.clip().or(() -> clip),
        batch,
        guard,
        metrics,
        drift,
        perKey);
  }

  /** What the versions of a learner with these settings will say. */
  public ModelDescription description() {
    // Through a version's own words: those leave out settings that have no effect.
    Map<String, Object> described = new FeatureScaler(sample).describe();
    return new ModelDescription(FeatureScaler.read(described).settings(), model.layers(), loss);
  }

  /** The layers as trees of words and numbers. */
  List<Map<String, Object>> describeLayers() {
    return model.layers().stream().map(layer -> SettingsTree.of((Record) layer).values()).toList();
  }

  /** The loss as a tree of words and numbers. */
  Map<String, Object> describeLoss() {
    return SettingsTree.of((Record) loss).values();
  }

  /** The settings as sorted keys and values, as checkpoints keep them. */
  public SortedMap<String, String> flattened() {
    return flat().leaves();
  }

  private FlatSettings flat() {
    return SettingsTree.of(this).flatten();
  }

  /** What changed since earlier settings, a line each. */
  List<String> differencesSince(Map<String, String> before) {
    return flat().differencesSince(before);
  }

  void requireSame(String name, Map<String, String> before) {
    List<String> differences = differencesSince(before);
    if (!differences.isEmpty()) {
      throw ConfigurationChangedException.of(name, differences);
    }
  }
}
