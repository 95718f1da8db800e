package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.metrics.PrequentialMetrics;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Reduction;
import io.gradstream.optim.Clip;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.GradientNorm;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.OptimizerState;
import io.gradstream.optim.Schedule;
import io.gradstream.settings.SettingsTree;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An online learner: predicts every batch, scores the predictions, then takes a step over it.
 *
 * <p>Single-threaded: whoever calls {@link #learn} is the only one to touch the model. In the
 * steady state a step allocates nothing. What it is at any moment depends on the settings and the
 * samples learned, in their order, and on nothing else.
 */
public final class Learner {
  private final String name;
  private final LearnerSettings settings;
  private final SortedMap<String, String> configuration;
  private final Model model;
  private final List<Parameter> parameterList;
  private final Optimizer optimizer;
  private final double baseRate;
  private final Schedule schedule;
  private final Clip clip;
  private final FeatureScaler scaler;
  private final Reduction reduction;
  private final TrainingGraph graph;
  private final PrequentialMetrics metrics;
  private final Counters counters = new Counters();
  private final StepFigures figures;

  private boolean midPass;
  private double passCount;
  private double passLoss;
  private @Nullable BlockTracking blocks;

  /** A new learner of a model called {@code name}, its parameters initialised from the seed. */
  public Learner(String name, LearnerSettings settings) {
    this.name = name;
    this.settings = settings;
    this.configuration = settings.flattened();
    SampleSettings sample = settings.sample();
    this.model = new Model(sample, settings.model(), settings.seed());
    Loss loss = settings.loss().build();
    this.parameterList = List.copyOf(model.parameters().values());
    this.optimizer = settings.optimizer().build(model.parameters());
    this.baseRate = optimizer.learningRate();
    this.figures = new StepFigures(baseRate);
    this.schedule = settings.schedule().build();
    this.clip = settings.clip().map(ClipSettings::build).orElse(gradients -> {});
    this.scaler = new FeatureScaler(sample);
    model.vocabularies().restartRows(model.parameters(), optimizer);
    this.reduction = loss.reduction();
    this.metrics = new PrequentialMetrics(sample.label());
    this.graph =
        new TrainingGraph(model, loss, isFull() ? Reduction.SUM : reduction, newBatch(), sample);
  }

  /**
   * The schema of the samples it learns: the settings', but for what a model that is gone on with
   * has been doing otherwise.
   */
  public SampleSettings sample() {
    return scaler.settings();
  }

  /** How samples are gathered into steps. */
  public BatchSettings batching() {
    return settings.batch();
  }

  private boolean isFull() {
    return batching().mode() == Mode.FULL;
  }

  /** An empty batch of the capacity this learner takes. */
  public MiniBatch newBatch() {
    return newBatch(settings.batch().capacity());
  }

  /** An empty batch of this learner's schema with room for so many samples. */
  public MiniBatch newBatch(int capacity) {
    return new MiniBatch(settings.sample(), capacity);
  }

  /** What has been counted: steps, samples, rejections, versions. */
  public Counters counters() {
    return counters;
  }

  /** What the newest step was made with; may be read from any thread. */
  public StepFigures figures() {
    return figures;
  }

  /** Prequential metrics so far; in full mode those of the last pass. */
  public PrequentialMetrics metrics() {
    return metrics;
  }

  /** The number of trainable numbers. */
  public long parameterCount() {
    return parameterList.stream().mapToLong(each -> each.value().size()).sum();
  }

  /** The shape by name of everything that versions have: parameters, and vocabularies. */
  public Map<String, Shape> shapes() {
    return model.shapes();
  }

  /**
   * Predicts the batch's samples, scores them, and takes a step over them; in full mode the
   * gradient is kept for the end of the pass.
   *
   * @return what was predicted, valid until the next call
   * @throws NonFiniteException if the loss or the gradient is not finite; no step is taken then
   */
  public StepResult learn(MiniBatch batch) {
    if (isFull()) {
      beginPass();
    } else {
      optimizer.zeroGrad();
    }
    StepResult result = predict(batch);
    graph.backward();
    if (isFull()) {
      passCount += graph.count();
      passLoss += graph.total();
    } else {
      update();
      schedule.observe(result.loss());
    }
    return result;
  }

  private StepResult predict(MiniBatch batch) {
    int[] rows;
    if (isFull() && counters.steps() > 0) {
      scaler.transform(batch, graph.features());
      rows = model.tables().find(batch);
    } else {
      scaler.fitTransform(batch, graph.features());
      rows = model.tables().takeIn(batch, counters.samples());
      counters.countSamples(batch.rows());
    }
    StepResult result = graph.forward(batch, rows);
    if (!Float.isFinite(result.loss())) {
      throw new NonFiniteException(counters.steps(), "the loss is " + result.loss());
    }
    metrics.record(result);
    return result;
  }

  private void beginPass() {
    if (!midPass) {
      midPass = true;
      passCount = 0;
      passLoss = 0;
      optimizer.zeroGrad();
      metrics.reset();
    }
  }

  /** What a step over the batch would be made with; nothing changes. */
  Trial tryOut(MiniBatch batch) {
    boolean news = !isFull() || counters.steps() == 0;
    return new DryRun(model, scaler, graph).of(batch, news, isFull() ? gradients -> {} : clip);
  }

  /** The largest of all parameters, whatever its sign. */
  float largestParameter() {
    float largest = 0;
    for (Parameter parameter : parameterList) {
      for (float element : parameter.value().data()) {
        largest = Math.max(largest, Math.abs(element));
      }
    }
    return largest;
  }

  /**
   * Ends a pass over the whole input with the step over its gradient; nothing without a sample.
   *
   * @throws NonFiniteException if the gradient is not finite; no step is taken then
   */
  public void endPass() {
    if (midPass) {
      midPass = false;
      if (reduction == Reduction.MEAN) {
        parameterList.forEach(each -> each.scaleGradient((float) (1 / passCount)));
      }
      update();
      schedule.observe(reduction == Reduction.MEAN ? passLoss / passCount : passLoss);
    }
  }

  private void update() {
    if (figures.isNormWanted()) {
      figures.norm(GradientNorm.of(parameterList));
    }
    clip.clipInPlace(parameterList);
    if (!Trial.isBounded(parameterList)) {
      double norm = GradientNorm.of(parameterList);
      throw new NonFiniteException(counters.steps(), "the gradient's norm is " + (float) norm);
    }
    double rate = schedule.rate(counters.steps(), baseRate);
    figures.rate(rate);
    optimizer.learningRate(rate);
    optimizer.step();
    counters.countStep();
    if (blocks != null) {
      blocks.stepped();
    }
  }

  /**
   * Starts from these parameters instead of random ones.
   *
   * @throws IllegalArgumentException if a name or a shape is not the model's
   */
  public void startFrom(Map<String, Tensor> initial) {
    model.take(initial);
  }

  /**
   * Starts from a model that was learned before, by this learner or another: from its parameters,
   * the figures its features were scaled by, and the notation of its categories.
   *
   * @throws IllegalArgumentException if a name or a shape is not the model's
   */
  public void startFrom(ModelVersion initial) {
    model.take(initial.parameters());
    scaler.startFrom(initial.sample(), initial.samples());
    keepNotation(initial.sample());
  }

  /** Takes versions in blocks from now on, each with what has changed since the one before. */
  public void takeBlocks(BlockLimits limits) {
    blocks =
        new BlockTracking(
            model.parameters(), optimizer.slots(), model.vocabularies().all(), limits);
  }

  /** A copy of the parameters by name, and of which category each row of a vocabulary has. */
  public Map<String, Tensor> parameters() {
    return model.copy();
  }

  /**
   * Takes the next version: a copy of what is learned, between two steps.
   *
   * @param offsets how far the input has been learned
   * @throws DivergedException if anything learned is not finite
   */
  public Snapshot snapshot(Offsets offsets, Instant timestamp) {
    counters.countVersion();
    Map<String, Object> sample = scaler.describe();
    model.vocabularies().describe(sample);
    model.vocabularies().markPublished();
    ModelVersion head = head(offsets, timestamp, sample, metrics.figures());
    if (blocks != null) {
      OptimizerState numbers = new OptimizerState(Map.of(), optimizer.numbers());
      ModelBlocks taken = blocks.take(counters.steps());
      Checkpoint rest = checkpoint(numbers, Map.of());
      return requireFinite(new Snapshot(head, rest, Optional.of(taken)));
    }
    Checkpoint rest = checkpoint(optimizer.state(), model.vocabularies().state());
    return requireFinite(new Snapshot(head.with(parameters()), rest));
  }

  /** Whoever took up anything else would be without a model. */
  private static Snapshot requireFinite(Snapshot taken) {
    taken
        .nonFinite()
        .ifPresent(
            name -> {
              throw new DivergedException(name + " has outgrown float32");
            });
    return taken;
  }

  /** What a version taken now would be, but for its tensors; it is not counted. */
  public Snapshot outline() {
    OptimizerState numbers = new OptimizerState(Map.of(), optimizer.numbers());
    Map<String, Object> sample = scaler.describe();
    model.vocabularies().outline(sample);
    ModelVersion head = head(Offsets.none(), Instant.EPOCH, sample, metrics.outline());
    return new Snapshot(head, checkpoint(numbers, Map.of()));
  }

  /** How many numbers a version has in its tensors. */
  public long versionCount() {
    return shapes().values().stream().mapToLong(Shape::size).sum();
  }

  /** How many numbers a checkpoint has in its tensors. */
  public long slotCount() {
    return keptTensors().values().stream().mapToLong(Tensor::size).sum();
  }

  /** What only the learner needs by name; shared. */
  Map<String, Tensor> keptTensors() {
    Map<String, Tensor> tensors = new TreeMap<>(optimizer.slots());
    tensors.putAll(model.vocabularies().state());
    return tensors;
  }

  private ModelVersion head(
      Offsets offsets, Instant timestamp, Map<String, Object> sample, Map<String, Object> figures) {
    return new ModelVersion(
        name,
        counters.version(),
        counters.steps(),
        counters.samples(),
        timestamp,
        SettingsTree.hash(configuration),
        offsets,
        figures,
        sample,
        settings.describeLayers(),
        settings.describeLoss(),
        Map.of());
  }

  private Checkpoint checkpoint(OptimizerState state, Map<String, Tensor> vocabularyState) {
    return new CheckpointParts()
        .addNumbers(counters.state())
        .addNumbers(scaler.state())
        .addNumbers(metrics.state())
        .addNumbers(model.vocabularies().numbers())
        .addVocabularies(vocabularyState)
        .addOptimizer(state)
        .addSchedule(schedule.state())
        .addModel(model.module().state())
        .toCheckpoint(counters.version(), configuration);
  }

  /**
   * Becomes the learner that took this snapshot.
   *
   * @throws ConfigurationChangedException if that learner had other settings
   */
  public void restore(Snapshot snapshot) {
    Checkpoint checkpoint = snapshot.checkpoint();
    settings.requireSame(name, checkpoint.configuration());
    keepNotation(snapshot.version().sample());
    counters.restore(checkpoint.numbers());
    scaler.restore(checkpoint.numbers());
    metrics.restore(checkpoint.numbers());
    snapshot
        .blocks()
        .ifPresentOrElse(all -> restoreBlocks(all, checkpoint), () -> restoreTensors(snapshot));
    model.vocabularies().restore(checkpoint.numbers());
    schedule.restore(CheckpointParts.schedule(checkpoint));
    model.module().restore(CheckpointParts.model(checkpoint));
  }

  /** Another notation of numbers would take their categories to other columns. */
  private void keepNotation(Map<String, Object> sample) {
    if (settings.sample().numbers().isEmpty()) {
      SampleSettings.described(sample).numbers().ifPresent(scaler::describeNumbersAs);
    }
  }

  private void restoreTensors(Snapshot snapshot) {
    startFrom(snapshot.version().parameters());
    model.vocabularies().loadState(CheckpointParts.vocabularies(snapshot.checkpoint()));
    optimizer.restore(CheckpointParts.optimizer(snapshot.checkpoint()));
  }

  private void restoreBlocks(ModelBlocks all, Checkpoint checkpoint) {
    Map<String, Tensor> slots = optimizer.slots();
    new BlockLoading(model).withState(slots).load(all);
    Map<String, Double> numbers = CheckpointParts.optimizer(checkpoint).numbers();
    optimizer.restore(new OptimizerState(slots, numbers));
    if (blocks != null) {
      blocks.goOnFrom(all, counters.steps());
    }
  }
}
