package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.challenge.JointSnapshot;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.guard.Guard;
import io.gradstream.learn.history.History;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.metrics.PrequentialMetrics;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.optim.OptimizerState;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.ControlState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An online learner: predicts every batch, scores the predictions, then takes a step over it.
 *
 * <p>Single-threaded: whoever calls {@link #learn} is the only one to touch the model. In the
 * steady state a step allocates nothing. What it is at any moment depends on the settings and the
 * samples learned, in their order, and on nothing else.
 */
public final class Learner {
  private final int capacity;
  private final StepFigures figures;
  private @Nullable Contest contest;
  private @Nullable KeyedLearner keyed;
  private Trainer trainer;

  /** A new learner of a model called {@code name}, its parameters initialised from the seed. */
  public Learner(String name, LearnerSettings settings) {
    this(name, settings, settings.batch().capacity());
  }

  /** The same, of batches that may have more samples than is usual: so many. */
  public Learner(String name, LearnerSettings settings, int capacity) {
    this(LearnerState.of(name, settings), Math.max(capacity, settings.batch().capacity()));
  }

  private Learner(LearnerState state, int capacity) {
    this.capacity = capacity;
    this.trainer = new Trainer(state, capacity);
    this.figures = trainer.figures();
  }

  /**
   * Goes on as what another learner of the same samples is, which goes on as what this one was, but
   * for the model's life: numbers of versions, history, and what it was told stay here.
   */
  void exchange(Learner other) {
    Trainer before = trainer;
    become(other.trainer);
    other.become(before);
    snapshots().takeOver(other.snapshots());
    adoptRate();
    other.adoptRate();
  }

  private void become(Trainer other) {
    trainer = other;
    trainer.figures(figures);
  }

  /** Has others learn beside this one, as one state with it. */
  void challengedBy(Contest others) {
    contest = others;
  }

  /** It and who learns beside it, where somebody does. */
  public Optional<Contest> contest() {
    return Optional.ofNullable(contest);
  }

  /**
   * A learner of the keys' samples beside this one, which is theirs all together: what is scored
   * from now on is what that one predicts.
   */
  Learner ofKeys(KeyedLearner keys) {
    keyed = keys;
    trainer.unscored();
    Learner own = new Learner(state().beside(), capacity);
    own.trainer.unguarded();
    return own;
  }

  /** The models that keys have, where they have some. */
  public Optional<KeyedLearner> keyed() {
    return Optional.ofNullable(keyed);
  }

  /** What its samples change, as arrays. */
  LearnerArrays arrays() {
    return new LearnerArrays(state());
  }

  /** Has the learning rate that another was told. */
  void followRate(Learner other) {
    trainer.followRate(other.trainer);
  }

  /**
   * The schema of the samples it learns: the settings', but for what a model that is gone on with
   * has been doing otherwise.
   */
  public SampleSettings sample() {
    return state().scaler().settings();
  }

  /** How samples are gathered into steps. */
  public BatchSettings batching() {
    return state().settings().batch();
  }

  /** An empty batch of the capacity this learner takes. */
  public MiniBatch newBatch() {
    return newBatch(capacity);
  }

  /** An empty batch of this learner's schema with room for so many samples. */
  public MiniBatch newBatch(int capacity) {
    return new MiniBatch(state().settings().sample(), capacity);
  }

  /** The learning rate of the step that comes next. */
  public double learningRate() {
    return trainer.learningRate();
  }

  /** All that it changes when it learns; shared. */
  LearnerState state() {
    return trainer.state();
  }

  private Snapshots snapshots() {
    return trainer.snapshots();
  }

  /** What has been counted: steps, samples, rejections, versions. */
  public Counters counters() {
    return state().counters();
  }

  /** Which versions are kept beyond the newest. */
  public History history() {
    return state().history();
  }

  /** What the newest step was made with; may be read from any thread. */
  public StepFigures figures() {
    return figures;
  }

  /**
   * How many samples were kept out in the model's whole life, as they were absurd or no step could
   * be taken over them.
   */
  public long keptOut() {
    return guard().keptOut();
  }

  /** What looks for changes of the world, where something does. */
  Optional<DriftMonitor> drift() {
    return state().drift();
  }

  /** What keeps absurd samples out. */
  Guard guard() {
    return state().guard();
  }

  /** Prequential metrics so far; in full mode those of the last pass. */
  public PrequentialMetrics metrics() {
    return state().metrics();
  }

  /** The number of trainable numbers. */
  public long parameterCount() {
    return trainer.parameterCount();
  }

  /** The shape by name of everything that versions have: parameters, and vocabularies. */
  public Map<String, Shape> shapes() {
    return state().model().shapes();
  }

  /**
   * Predicts the batch's samples, scores them, and takes a step over them; in full mode the
   * gradient is kept for the end of the pass.
   *
   * @return what was predicted, valid until the next call
   * @throws RefusedStepException if the loss is not finite, or the gradient too long for a step;
   *     none is taken then
   */
  public StepResult learn(MiniBatch batch) {
    return trainer.learn(batch);
  }

  /**
   * What the model gives out for a sample whose label comes later, to score it by then: a logit,
   * say. Nothing changes.
   *
   * @param sample a batch of one row
   * @return as many numbers as the model has outputs
   */
  public float[] output(MiniBatch sample) {
    return trainer.output(sample);
  }

  /** What a step over the batch would be made with; nothing changes. */
  Trial tryOut(MiniBatch batch) {
    return trainer.tryOut(batch);
  }

  /** Whether samples that come have not been seen: in full mode those of the first pass. */
  boolean isNews() {
    return trainer.isNews();
  }

  /** The largest of all parameters, whatever its sign. */
  float largestParameter() {
    return trainer.largestParameter();
  }

  /**
   * Ends a pass over the whole input with the step over its gradient; nothing without a sample.
   *
   * @throws RefusedStepException if the gradient is too long for it; none is taken then
   */
  public void endPass() {
    trainer.endPass();
  }

  /**
   * Starts from these parameters, and vocabularies where the schema has some, instead of random
   * ones.
   *
   * @throws IllegalArgumentException if a name or a shape is not the model's, or a vocabulary has a
   *     category twice
   */
  public void startFrom(Map<String, Tensor> initial) {
    state().model().load(initial);
  }

  /**
   * Starts from a model that was learned before, by this learner or another: from its parameters,
   * the figures its features were scaled by, and the notation of its categories.
   *
   * @throws IllegalArgumentException if a name or a shape is not the model's
   */
  public void startFrom(ModelVersion initial) {
    state().model().load(initial.parameters());
    state().scaler().startFrom(initial.sample(), initial.samples());
    snapshots().keepNotation(initial.sample());
  }

  /**
   * Has the optimizer go on from what it kept where the parameters were learned, at its own
   * learning rate; called behind the parameters' start.
   *
   * @param optimizer its tensors in the shapes that their parameters have in versions
   * @throws IllegalArgumentException if it is not the state of such an optimizer of such parameters
   */
  public void startFrom(OptimizerState optimizer) {
    state().startFrom(optimizer);
  }

  /**
   * Has versions be in blocks from now on, each with what has changed since the one before.
   *
   * @throws IllegalArgumentException if the optimizer keeps what is of no parameter's element, or
   *     keys have models
   */
  public void publishInBlocks(BlockLimits limits) {
    if (keyed != null) {
      throw new IllegalArgumentException(keyed.whyNotInBlocks());
    }
    snapshots().inBlocks(limits);
  }

  /** Everything in blocks, for a version that is kept; empty where versions are not in blocks. */
  public Optional<KeptBlocks> keptBlocks() {
    return snapshots().kept();
  }

  /**
   * Takes back a version that nobody has, and with it all that were published: the next one has its
   * number, and everything where it is in blocks.
   */
  public void takeBack(ModelVersion version) {
    counters().continueVersions(version.version() - 1);
    snapshots().takeWhole();
  }

  /** A copy of the parameters by name, and of which category each row of a vocabulary has. */
  public Map<String, Tensor> parameters() {
    return state().model().copy();
  }

  /**
   * Takes the next version: a copy of what is learned, between two steps.
   *
   * @param offsets how far the input has been learned
   * @throws DivergedException if anything learned is not finite
   */
  public Snapshot snapshot(Offsets offsets, Instant timestamp) {
    Snapshot own = snapshots().next(offsets, timestamp);
    return contest == null ? own : contest.joined(own);
  }

  /**
   * What a version taken now would be, but for its tensors, offsets and time, and with figures as
   * long as they can become; it is not counted.
   */
  public Snapshot outline() {
    Snapshot own = snapshots().outline();
    return contest == null ? own : contest.outlined(own);
  }

  /** All that is learned, in tensors of its own; no version is counted. */
  Snapshot whole() {
    return snapshots().whole();
  }

  /** How many numbers a version has in its tensors. */
  public long versionCount() {
    return shapes().values().stream().mapToLong(Shape::size).sum();
  }

  /** How many numbers a checkpoint has in its tensors. */
  public long slotCount() {
    long own = keptTensors().values().stream().mapToLong(Tensor::size).sum();
    return contest == null ? own : own + contest.numberCount();
  }

  /** What only the learner needs by name; shared. */
  Map<String, Tensor> keptTensors() {
    return snapshots().keptTensors();
  }

  /**
   * Becomes what goes on, under this learner's settings, of the learner that took this snapshot;
   * that learner itself where the settings are the same.
   *
   * @return what has changed
   * @throws ConfigurationChangedException if that is another model
   */
  public Evolution evolve(Snapshot snapshot) {
    Snapshot own = ownOf(snapshot);
    List<String> differences =
        state().settings().differencesSince(own.checkpoint().configuration());
    if (keyed != null && !differences.isEmpty()) {
      throw ConfigurationChangedException.anotherModel(state().name(), differences);
    }
    Evolution evolution = snapshots().evolve(own);
    adoptRate();
    return evolution;
  }

  /**
   * Whether it goes on under another configuration, or beside others than before, and no version
   * says so yet.
   */
  public boolean hasEvolved() {
    return snapshots().hasEvolved() || (contest != null && !contest.news().isEmpty());
  }

  /**
   * Becomes the learner that took this snapshot.
   *
   * @throws ConfigurationChangedException if that learner had other settings
   * @throws IllegalArgumentException if the snapshot lacks what this learner keeps
   */
  public void restore(Snapshot snapshot) {
    Snapshot own = ownOf(snapshot);
    snapshots().restore(own);
    adoptRate();
  }

  /** The part of it that is this learner's, once who learns beside it has taken up theirs. */
  private Snapshot ownOf(Snapshot snapshot) {
    return contest == null ? new JointSnapshot(snapshot).champion() : contest.restore(snapshot);
  }

  /**
   * Becomes what the learner was that took this snapshot, but for the numbers of versions, which go
   * on, and for what it was told since.
   *
   * @throws ConfigurationChangedException if that learner had other settings; nothing has changed
   *     then
   */
  public void rollBack(Snapshot snapshot) {
    requireOneModel("rollback goes to no version");
    if (contest != null) {
      contest.requireSame(snapshot);
    }
    Snapshot own = ownOf(snapshot);
    snapshots().rollBack(own);
    adoptRate();
  }

  /**
   * Has the figures by which a field is scaled begin anew, and what is believed of its numbers.
   *
   * @throws IllegalArgumentException if it is scaled by none that run
   */
  public void resetScaler(String field) {
    requireOneModel("reset of scales is not done");
    state().scaler().reset(field);
    guard().forget(field);
  }

  private void requireOneModel(String rule) {
    if (keyed != null) {
      throw new IllegalArgumentException(rule + " where perKey has a model for each key");
    }
  }

  /** What has become of the commands to it. */
  public ControlState control() {
    return snapshots().control();
  }

  /** Takes over what it was told: the next steps have the learning rate that it says. */
  public void control(ControlState told) {
    snapshots().control(told);
    adoptRate();
  }

  /** Has it a learning rate that it was once told as a champion, or the configured one. */
  void ownRate(Optional<Double> rate) {
    control(ControlState.none().withRate(rate));
  }

  private void adoptRate() {
    trainer.baseRate(control().rate());
  }
}
