package io.gradstream.learn;

import io.gradstream.data.SampleSettings;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.model.BlockLoading;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.learn.tracking.BlockTracking;
import io.gradstream.optim.OptimizerState;
import io.gradstream.settings.FlatSettings;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.ControlState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of a learner's state, between two steps, and restores it from one. */
final class Snapshots {
  private final LearnerState state;
  private final SortedMap<String, String> configuration;
  private List<Map<String, Object>> changes = List.of();
  private ControlState control = ControlState.none();
  private boolean evolved;
  private @Nullable BlockTracking blocks;
  private @Nullable BlockLimits limits;

  /** Snapshots of this state, with all tensors in each. */
  Snapshots(LearnerState state) {
    this.state = state;
    this.configuration = state.settings().flattened();
  }

  /** From now on each has the blocks that have changed since the one before. */
  void inBlocks(BlockLimits limits) {
    requireSlotsOfParameters();
    this.limits = limits;
    blocks = tracking(limits);
  }

  private BlockTracking tracking(BlockLimits limits) {
    return new BlockTracking(
        state.model().parameters(),
        state.optimizer().slots(),
        state.model().vocabularies().all(),
        limits);
  }

  /** All tensors in blocks, cut for a version that is kept; empty where each has them itself. */
  Optional<KeptBlocks> kept() {
    return Optional.ofNullable(limits)
        .map(BlockLimits::kept)
        .map(cut -> new KeptBlocks(tracking(cut).all(), cut.ofRest()));
  }

  /** Blocks are of parameters, and of what is kept of each of their elements. */
  private void requireSlotsOfParameters() {
    for (String slot : state.optimizer().slots().keySet()) {
      if (!state.model().parameters().containsKey(slot.substring(slot.indexOf('/') + 1))) {
        throw new IllegalArgumentException(
            "optimizer.matrix must be diagonal where a version or its state is too large for a"
                + " record: full");
      }
    }
  }

  /** Has the next have all of its blocks. */
  void takeWhole() {
    if (blocks != null) {
      blocks.takeWhole();
    }
  }

  /** Notes what a step has just changed. */
  void stepped() {
    if (blocks != null) {
      blocks.stepped();
    }
  }

  /**
   * Takes the next.
   *
   * @throws DivergedException if anything learned is not finite
   */
  Snapshot next(Offsets offsets, Instant timestamp) {
    state.counters().countVersion();
    evolved = false;
    Map<String, Object> sample = state.scaler().describe();
    state.model().vocabularies().describe(sample);
    state.model().vocabularies().markPublished();
    ModelVersion head = head(offsets, timestamp, sample, state.figures());
    if (blocks != null) {
      ModelBlocks changed = blocks.drain(state.counters().steps());
      Checkpoint rest = checkpoint(optimizerNumbers(), Map.of());
      return requireFinite(new Snapshot(head, rest, Optional.of(changed)));
    }
    Checkpoint rest = checkpoint(state.optimizer().state(), state.model().vocabularies().state());
    return requireFinite(new Snapshot(head.with(state.model().copy()), rest));
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

  /**
   * What a snapshot taken now would be, but for its tensors, offsets and time, and with figures as
   * long as they can become; it is not counted.
   */
  Snapshot outline() {
    Map<String, Object> sample = state.scaler().describe();
    state.model().vocabularies().outline(sample);
    ModelVersion head = head(Offsets.none(), Instant.EPOCH, sample, state.longestFigures());
    return new Snapshot(head, checkpoint(optimizerNumbers(), Map.of()));
  }

  private OptimizerState optimizerNumbers() {
    return new OptimizerState(Map.of(), state.optimizer().numbers());
  }

  /** What only the learner needs by name; shared. */
  Map<String, Tensor> keptTensors() {
    Map<String, Tensor> tensors = new TreeMap<>(state.optimizer().slots());
    tensors.putAll(state.model().vocabularies().state());
    return tensors;
  }

  private ModelVersion head(
      Offsets offsets, Instant timestamp, Map<String, Object> sample, Map<String, Object> figures) {
    return new ModelVersion(
        state.name(),
        state.counters().version(),
        state.counters().steps(),
        state.counters().samples(),
        timestamp,
        new FlatSettings(configuration).hash(),
        offsets,
        figures,
        sample,
        state.settings().describeLayers(),
        state.settings().describeLoss(),
        changes,
        control.tree(),
        Map.of());
  }

  private Checkpoint checkpoint(OptimizerState optimizer, Map<String, Tensor> vocabularyState) {
    return new CheckpointParts()
        .addNumbers(state.counters().state())
        .addNumbers(state.scaler().state())
        .addNumbers(state.metrics().state())
        .addNumbers(state.guard().state())
        .addNumbers(state.history().state())
        .addNumbers(state.drift().map(DriftMonitor::state).orElse(Map.of()))
        .addNumbers(state.model().vocabularies().numbers())
        .addVocabularies(vocabularyState)
        .addOptimizer(optimizer)
        .addSchedule(state.schedule().state())
        .addModel(state.model().module().state())
        .toCheckpoint(state.counters().version(), configuration);
  }

  /**
   * Becomes the state that a snapshot was taken of.
   *
   * @throws ConfigurationChangedException if it had other settings
   */
  void restore(Snapshot snapshot) {
    Checkpoint checkpoint = snapshot.checkpoint();
    state.settings().requireSame(state.name(), checkpoint.configuration());
    keepNotation(snapshot.version().sample());
    changes = snapshot.version().changes();
    control = ControlState.of(snapshot.version().control());
    state.counters().restore(checkpoint.numbers());
    state.scaler().restore(checkpoint.numbers());
    state.metrics().restore(checkpoint.numbers());
    state.guard().restore(checkpoint.numbers());
    state.history().restore(checkpoint.numbers());
    state.drift().ifPresent(each -> each.restore(checkpoint.numbers()));
    snapshot
        .blocks()
        .ifPresentOrElse(all -> restoreBlocks(all, checkpoint), () -> restoreTensors(snapshot));
    state.model().vocabularies().restore(checkpoint.numbers());
    state.schedule().restore(CheckpointParts.schedule(checkpoint));
    state.model().module().restore(CheckpointParts.model(checkpoint));
  }

  /**
   * Becomes what goes on of a snapshot under these settings, which may be others than it was made
   * with.
   *
   * @return what has changed
   * @throws ConfigurationChangedException if that is another model
   */
  Evolution evolve(Snapshot before) {
    Evolution evolution = Evolution.of(before, state.settings());
    if (evolution.differences().isEmpty()) {
      restore(before);
      return evolution;
    }
    if (!evolution.impossible().isEmpty()) {
      throw ConfigurationChangedException.anotherModel(state.name(), evolution.impossible());
    }
    restore(new EvolvedState(evolution, before).of(state, whole()));
    state.history().restore(before.checkpoint().numbers());
    changes = new ArrayList<>(changes);
    changes.add(evolution.describe(before));
    evolved = true;
    return evolution;
  }

  /**
   * Becomes the state that a snapshot was taken of, but for what has been published and commanded
   * since.
   *
   * @throws ConfigurationChangedException if it had other settings; nothing has changed then
   */
  void rollBack(Snapshot to) {
    state.settings().requireSame(state.name(), to.checkpoint().configuration());
    long version = state.counters().version();
    Map<String, double[]> history = state.history().state();
    ControlState told = control;
    List<Map<String, Object>> changed = changes;
    restore(to);
    // What topics have is of another version.
    takeWhole();
    state.counters().continueVersions(version);
    state.history().restore(history);
    control = told.withRate(control.rate());
    changes = changed;
  }

  /** What has become of the commands to the learner. */
  ControlState control() {
    return control;
  }

  void control(ControlState told) {
    control = told;
  }

  /**
   * Takes over a model's life from another learner of the same samples, in whose place it goes on:
   * numbers of versions, history, changes, and what was commanded but for the learning rate, of
   * which each keeps its own.
   */
  void takeOver(Snapshots from) {
    state.counters().takeOver(from.state.counters());
    state.history().restore(from.state.history().state());
    state.model().vocabularies().publishedLike(from.state.model().vocabularies());
    keepNotation(from.state.scaler().describe());
    changes = from.changes;
    evolved = from.evolved;
    ControlState own = control;
    control = from.control.withRate(own.rate());
    from.control = ControlState.none().withRate(from.control.rate());
    from.changes = List.of();
    from.evolved = false;
  }

  /** Whether it goes on under another configuration, and no snapshot says so yet. */
  boolean hasEvolved() {
    return evolved;
  }

  /** All that is learned, in tensors of its own; it is not counted. */
  Snapshot whole() {
    ModelVersion head = outline().version();
    Checkpoint rest = checkpoint(state.optimizer().state(), state.model().vocabularies().state());
    return new Snapshot(head.with(state.model().copy()), rest);
  }

  /** Another notation of numbers would take their categories to other columns. */
  void keepNotation(Map<String, Object> sample) {
    if (state.settings().sample().numbers().isEmpty()) {
      SampleSettings.described(sample).numbers().ifPresent(state.scaler()::describeNumbersAs);
    }
  }

  private void restoreTensors(Snapshot snapshot) {
    state.model().load(snapshot.version().parameters());
    state.model().vocabularies().loadState(CheckpointParts.vocabularies(snapshot.checkpoint()));
    state.optimizer().restore(CheckpointParts.optimizer(snapshot.checkpoint()));
  }

  private void restoreBlocks(ModelBlocks all, Checkpoint checkpoint) {
    Map<String, Tensor> slots = state.optimizer().slots();
    new BlockLoading(state.model()).withState(slots).load(all);
    Map<String, Double> numbers = CheckpointParts.optimizer(checkpoint).numbers();
    state.optimizer().restore(new OptimizerState(slots, numbers));
    if (blocks != null) {
      blocks.goOnFrom(all, state.counters().steps());
    }
  }
}
