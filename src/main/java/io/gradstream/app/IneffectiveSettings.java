package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.data.CrossPart;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.time.DateFormat;
import io.gradstream.data.time.TimePart;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.Reduction;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.Schedule;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What a configuration sets to no effect, a line each: the key, why, and what to do.
 *
 * <p>It is said and not refused, for a model may have been learned with it and must go on. What is
 * at its default is never told of: nobody may have written it.
 */
final class IneffectiveSettings {
  /** More passes than anybody waits for. */
  private static final int MOST_PASSES = 100_000;

  private static final long LONG_AFTER = 1L << 40;

  private final Settings settings;
  private final Settings defaults;
  private final OptimizerSettings optimizer;
  private final List<String> lines = new ArrayList<>();

  private IneffectiveSettings(Settings settings) {
    this.settings = settings;
    this.optimizer = settings.learner().optimizer();
    this.defaults =
        new Settings(settings.input(), settings.sample(), settings.model(), settings.loss());
  }

  /** A line for each that there is. */
  static List<String> of(Settings settings) {
    IneffectiveSettings ineffective = new IneffectiveSettings(settings);
    ineffective.lookAtLearning();
    ineffective.lookAtSteps();
    ineffective.lookAtSamples();
    ineffective.lookAtModel();
    return List.copyOf(ineffective.lines);
  }

  private void say(boolean ineffective, String key, String why, String remedy) {
    if (ineffective) {
      lines.add("%s has no effect: %s; %s".formatted(key, why, remedy));
    }
  }

  private void lookAtLearning() {
    say(
        dividesWeights() && takesOneSample(),
        "loss.classWeights",
        "a mean over the one sample of a step divides its weight out again",
        "set loss.reduction: sum");
    say(
        dividesWeights() && !takesOneSample() && classWeights().size() == 1,
        "loss.classWeights",
        "all classes have the same, which a mean divides out again",
        "leave it out");
    say(
        settings.loss() instanceof CrossEntropy loss && loss.labelSmoothing() == 1,
        "sample.label",
        "a loss.labelSmoothing of 1 leaves nothing of it",
        "set loss.labelSmoothing to about 0.1");
    say(
        optimizer instanceof Sgd.Settings sgd && sgd.dampening() > 0 && sgd.momentum() == 0,
        "optimizer.dampening",
        "there is no momentum to dampen",
        "set optimizer.momentum or leave it out");
    say(
        isRateFlat() && optimizer.learningRate() == 0,
        "sample.label",
        "nothing is learned at optimizer.learningRate 0",
        "set one above 0, unless the model is only to be scored");
    say(
        isRateFlat() && !(settings.schedule() instanceof ScheduleSettings.Constant),
        "schedule",
        "the learning rate is the same at every step",
        "correct its numbers or leave it out");
  }

  private void lookAtSteps() {
    int size = settings.batch().size();
    long everySteps = settings.publish().everySteps();
    say(
        settings.batch().mode() == Mode.SINGLE && size != defaults.batch().size() && size != 1,
        "batch.size",
        "batch.mode single takes a step per sample",
        "set batch.mode: mini-batch or leave it out");
    say(
        settings.batch().maxWait().isPresent() && (isFull() || takesOneSample()),
        "batch.maxWait",
        "only a mini-batch of several samples waits for its others",
        "leave it out");
    say(
        isFull()
            && everySteps > settings.batch().epochs()
            && everySteps != defaults.publish().everySteps(),
        "publish.everySteps",
        "batch.mode full takes a step per pass, and fewer in all of batch.epochs",
        "set fewer or leave it out");
  }

  private void lookAtSamples() {
    SampleSettings sample = settings.sample();
    int buckets = new SampleSettings(sample.features(), sample.label()).buckets();
    String format = settings.input().format().word();
    for (String word : settings.input().formats().changed()) {
      say(
          !word.equals(format),
          "input." + word,
          "input.format is " + format,
          "set input.format: " + word + " or leave it out");
    }
    say(
        sample.buckets() != buckets
            && sample.features().stream().noneMatch(FeatureSettings::sharesColumns),
        "sample.buckets",
        "no feature shares them",
        "leave it out, or the buckets of a feature that should");
    for (int i = 0; i < sample.features().size(); i++) {
      lookAtFeature("sample.features[" + i + "]", sample.features().get(i));
    }
  }

  private void lookAtFeature(String key, FeatureSettings feature) {
    say(
        isUnusedTimestamp(feature),
        key,
        "it has no parts, and no cross names one",
        "name its parts or leave it out");
    flattening(feature.scale())
        .ifPresent(
            figures ->
                say(
                    true,
                    key,
                    figures + " makes 0 of every value",
                    "correct the figures or leave it out"));
    say(
        feature instanceof FeatureSettings.Timestamp time
            && time.format().isPresent()
            && time.unit() != new FeatureSettings.Timestamp(time.field()).unit(),
        key + ".unit",
        "format says how moments are written",
        "leave one of the two out");
    for (int i = 0; i < feature.parts().size(); i++) {
      lookAtPart(key + ".parts[" + i + "]", feature, feature.parts().get(i));
    }
    String parts = feature.type() == FeatureSettings.Type.SLOPE ? "per" : "cross";
    List<String> categories = feature.combined().stream().filter(feature::namesCategory).toList();
    for (int i = 0; i < categories.size(); i++) {
      lookAtCrossed(key + "." + parts + "[" + i + "]", categories.get(i));
    }
  }

  private void lookAtCrossed(String key, String name) {
    List<FeatureSettings> features = settings.sample().features();
    CrossPart crossed = CrossPart.of(name, features);
    crossed
        .time()
        .ifPresent(
            part ->
                features.stream()
                    .filter(moment -> moment.type() == FeatureSettings.Type.TIMESTAMP)
                    .filter(moment -> moment.field().equals(crossed.field()))
                    .forEach(moment -> lookAtPart(key, moment, part)));
  }

  private void lookAtPart(String key, FeatureSettings feature, TimePart part) {
    say(
        feature instanceof FeatureSettings.Timestamp time
            && time.format().map(DateFormat::new).filter(format -> !format.tells(part)).isPresent(),
        key,
        "format tells no " + part.word(),
        "leave it out");
  }

  /** What of fixed figures leaves nothing of any column. */
  private static Optional<String> flattening(Scale scale) {
    if (scale instanceof Scale.Standard standard && areZero(standard.deviation())) {
      return Optional.of("a scale.deviation of 0");
    }
    boolean same =
        scale instanceof Scale.Minmax minmax
            && minmax.isFixed()
            && minmax.min().equals(minmax.max());
    return same ? Optional.of("a scale.min that is scale.max") : Optional.empty();
  }

  private static boolean areZero(Optional<List<Double>> figures) {
    return figures.filter(all -> all.stream().allMatch(each -> each == 0)).isPresent();
  }

  private void lookAtModel() {
    List<LayerSettings> layers = settings.model().layers();
    say(
        settings.seed() != defaults.seed()
            && settings.model().initial().isPresent()
            && layers.stream().noneMatch(LayerSettings.Dropout.class::isInstance),
        "seed",
        "model.initial has every parameter",
        "leave it out");
    int width = width();
    for (int i = 0; i < layers.size(); i++) {
      LayerSettings layer = layers.get(i);
      String key = "model.layers[" + i + "]";
      say(
          layer instanceof LayerSettings.Dropout dropout && dropout.probability() == 0,
          key,
          "a dropout with probability 0 drops nothing",
          "leave it out");
      say(
          isConstant(layer, width),
          "sample.features",
          key + " makes the same of every single column",
          "give the layer before it more outputs or leave it out");
      width = layer.outputs(width);
    }
  }

  private boolean isFull() {
    return settings.batch().mode() == Mode.FULL;
  }

  private boolean takesOneSample() {
    return !isFull() && settings.batch().capacity() == 1;
  }

  private boolean dividesWeights() {
    return settings.loss().reduction() == Reduction.MEAN
        && classWeights().stream().anyMatch(weight -> weight != 1);
  }

  private Set<Double> classWeights() {
    return settings.loss() instanceof CrossEntropy loss
        ? new HashSet<>(loss.classWeights().orElse(List.of()))
        : Set.of();
  }

  /** Whether the rate is the configured one at every step, in full mode also if no loss falls. */
  private boolean isRateFlat() {
    double base = optimizer.learningRate();
    boolean bounded = isFull() && settings.batch().epochs() <= MOST_PASSES;
    if (!bounded && settings.schedule() instanceof ScheduleSettings.ReduceOnPlateau plateau) {
      return plateau.minimum() >= base;
    }
    Schedule schedule = settings.schedule().build();
    LongStream steps =
        bounded ? LongStream.range(0, settings.batch().epochs()) : LongStream.of(0, 1, LONG_AFTER);
    return steps.allMatch(
        step -> {
          double rate = schedule.rate(step, base);
          schedule.observe(1);
          return rate == base;
        });
  }

  private boolean isUnusedTimestamp(FeatureSettings feature) {
    SampleSettings sample = settings.sample();
    return feature.type() == FeatureSettings.Type.TIMESTAMP
        && feature.parts().isEmpty()
        && sample.features().stream()
            .filter(other -> !other.combined().isEmpty() && other.namesCategories())
            .noneMatch(cross -> sample.fields(cross).contains(feature.field()));
  }

  private int width() {
    SampleSettings sample = settings.sample();
    return sample.width()
        + sample.embeddings().stream().mapToInt(field -> field.embedding().orElse(0)).sum();
  }

  private static boolean isConstant(LayerSettings layer, int inputs) {
    return inputs == 1
        && (layer instanceof LayerSettings.Softmax
            || layer instanceof LayerSettings.LogSoftmax
            || layer instanceof LayerSettings.LayerNorm);
  }
}
