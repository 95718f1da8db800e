package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.learn.drift.DriftMonitor;
import io.gradstream.learn.guard.Guard;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of a learner that goes on under another configuration. */
final class EvolvedState {
  private static final String FIRST_WEIGHT = "0.weight";

  private final Evolution evolution;
  private final Snapshot before;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> slots;
  private final Map<String, Tensor> vocabularies;

  /** What goes on of a snapshot. */
  EvolvedState(Evolution evolution, Snapshot before) {
    this.evolution = evolution;
    this.before = before;
    this.parameters = new HashMap<>(before.version().parameters());
    this.slots = new HashMap<>(CheckpointParts.optimizer(before.checkpoint()).tensors());
    this.vocabularies = new HashMap<>(CheckpointParts.vocabularies(before.checkpoint()));
    if (evolution.wasSparse()) {
      slots.replaceAll((key, slot) -> isOfFirstWeight(key) ? transposed(slot) : slot);
    }
    before.blocks().ifPresent(this::putTogether);
  }

  /** From blocks tensors come as versions have them; slots have their parameter's name behind. */
  private void putTogether(ModelBlocks blocks) {
    blocks.parameters().forEach(set -> addTo(parameters, set));
    for (BlockSet set : blocks.state()) {
      addTo(parameters.containsKey(set.name()) ? slots : vocabularies, set);
    }
  }

  private static void addTo(Map<String, Tensor> tensors, BlockSet set) {
    set.tensors().forEach(name -> tensors.put(name, set.tensor(name)));
  }

  private static boolean isOfFirstWeight(String slot) {
    return slot.endsWith("/" + FIRST_WEIGHT);
  }

  private static Tensor transposed(Tensor matrix) {
    return Parameter.sparseTransposed(FIRST_WEIGHT, matrix).state();
  }

  /**
   * What a learner of the new configuration becomes.
   *
   * @param fresh that learner's state, which has learned nothing
   * @param start a snapshot of it, with all its tensors
   */
  Snapshot of(LearnerState fresh, Snapshot start) {
    boolean sameOptimizer = isSameOptimizer(start.checkpoint());
    Map<String, Tensor> tensors = new HashMap<>(start.checkpoint().tensors());
    tensors.replaceAll((key, own) -> carriedTensor(key, own, fresh, sameOptimizer));
    Map<String, double[]> numbers = new HashMap<>(start.checkpoint().numbers());
    numbers.replaceAll((key, own) -> carriedNumbers(key, own, sameOptimizer));
    if (evolution.hasOtherFeatures()) {
      numbers.putAll(scales(fresh));
    }
    if (evolution.hasChanged("loss.type")) {
      numbers.putAll(fresh.metrics().state());
    }
    Checkpoint checkpoint =
        new Checkpoint(
            before.checkpoint().version(), start.checkpoint().configuration(), tensors, numbers);
    return new Snapshot(before.version().with(carriedParameters(start)), checkpoint);
  }

  private Map<String, Tensor> carriedParameters(Snapshot start) {
    Map<String, Tensor> carried = new HashMap<>(start.version().parameters());
    carried.replaceAll(
        (name, own) ->
            carried(parameters.get(name), isMoved(name) ? Tensor.zeros(own.shape()) : own, name));
    return carried;
  }

  private boolean isMoved(String parameter) {
    return parameter.equals(FIRST_WEIGHT) && !evolution.columns().isNone();
  }

  private Tensor carried(@Nullable Tensor old, Tensor own, String parameter) {
    if (old == null) {
      return own;
    }
    if (isMoved(parameter)) {
      return evolution.columns().moveColumns(old, own);
    }
    return old.shape().equals(own.shape()) ? old : own;
  }

  private Tensor carriedTensor(String key, Tensor own, LearnerState fresh, boolean sameOptimizer) {
    if (!key.startsWith(CheckpointParts.OPTIMIZER)) {
      String name = key.substring(CheckpointParts.VOCABULARY.length());
      return carried(vocabularies.get(name), own, name);
    }
    return sameOptimizer
        ? carriedSlot(key.substring(CheckpointParts.OPTIMIZER.length()), own, fresh)
        : own;
  }

  private Tensor carriedSlot(String slot, Tensor own, LearnerState fresh) {
    String name = slot.substring(slot.indexOf('/') + 1);
    Parameter parameter = fresh.model().parameters().get(name);
    if (parameter == null && !evolution.columns().isNone()) {
      return own;
    }
    if (parameter == null || !parameter.isTransposed()) {
      return carried(slots.get(slot), own, name);
    }
    return transposed(carried(slots.get(slot), transposed(own), name));
  }

  /** An optimizer that keeps other things than it did begins anew. */
  private boolean isSameOptimizer(Checkpoint start) {
    Set<String> own = kept(CheckpointParts.optimizer(start).tensors().keySet());
    Map<String, Double> numbers = CheckpointParts.optimizer(start).numbers();
    return !evolution.hasOtherOptimizer()
        && own.equals(kept(slots.keySet()))
        && numbers
            .keySet()
            .equals(CheckpointParts.optimizer(before.checkpoint()).numbers().keySet());
  }

  private static Set<String> kept(Set<String> slots) {
    return slots.stream()
        .map(slot -> slot.substring(0, slot.indexOf('/')))
        .collect(Collectors.toSet());
  }

  private double[] carriedNumbers(String key, double[] own, boolean sameOptimizer) {
    double[] old = before.checkpoint().numbers().get(key);
    boolean begins =
        (key.startsWith(CheckpointParts.OPTIMIZER) && !sameOptimizer)
            || (key.startsWith(CheckpointParts.SCHEDULE) && evolution.hasChanged("schedule.type"))
            || (key.startsWith(DriftMonitor.PREFIX) && evolution.hasChanged("loss.type"))
            || (key.equals(Guard.FEATURES) && !evolution.columns().isNone())
            || (key.equals(Guard.WEIGHTS) && evolution.hasChanged("sample.weight"));
    return old == null || begins || old.length != own.length ? own : old;
  }

  /** A feature that is scaled as it was goes on with its figures. */
  private Map<String, double[]> scales(LearnerState fresh) {
    FeatureScaler scaler = new FeatureScaler(fresh.settings().sample());
    scaler.startFrom(before.version().sample(), before.version().samples());
    return scaler.state();
  }
}
