package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.merge.Changes;
import io.gradstream.optim.OptimizerState;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One member's working copy of the model of several learners: each round begins with the model as
 * it is by then, and ends with what was changed of it. Not thread-safe.
 */
public final class RoundLearner {
  /** What a round began with. */
  private record Beginning(
      long position, String terms, Counters counters, Map<String, double[]> figures) {}

  private final Learner learner;
  private final GuardedSamples guarded;
  private final CarefulLearner careful;
  private final SortedMap<Integer, OffsetRange> ranges = new TreeMap<>();
  private boolean isCareful;
  private Beginning beginning = new Beginning(0, "", new Counters(), Map.of());
  private Changes weights = Changes.none();
  private Changes slots = Changes.none();

  /** A copy of which nothing has been learned: another learner of the model's settings. */
  public RoundLearner(Learner copy) {
    this.learner = copy;
    this.guarded = new GuardedSamples(copy);
    this.careful = new CarefulLearner(copy);
  }

  /** What learns; to be looked at. */
  public Learner learner() {
    return learner;
  }

  /**
   * Has every step be tried before it is taken, or not: as one was refused, or none is any more.
   */
  public void careful(boolean tried) {
    isCareful = tried;
  }

  /** Begins a round with the model; what was learned in one before is given up. */
  public void begin(MergedLearner merged) {
    learner.restore(merged.learner().whole());
    Counters counters = new Counters();
    counters.restore(learner.counters().state());
    beginning = new Beginning(merged.position(), merged.terms(), counters, figures());
    learner.metrics().beginRound();
    weights = new Changes(weights(), merged.settings().merge());
    slots = new Changes(learner.state().optimizer().slots(), merged.settings().merge());
    ranges.clear();
  }

  private Map<String, Tensor> weights() {
    Map<String, Tensor> values = new LinkedHashMap<>();
    learner
        .state()
        .model()
        .parameters()
        .forEach((name, parameter) -> values.put(name, parameter.value()));
    return values;
  }

  private Map<String, double[]> figures() {
    Map<String, double[]> figures = new HashMap<>(learner.state().scaler().state());
    figures.putAll(learner.state().guard().state());
    return figures;
  }

  /**
   * Learns the samples of a batch, and lists what was left out.
   *
   * @throws RefusedStepException if no step can be taken over them: the round is to begin anew, and
   *     {@linkplain #careful carefully}
   */
  public void learn(MiniBatch batch, Rejection rejection) {
    MiniBatch samples = guarded.of(batch, rejection);
    if (samples.rows() == 0) {
      return;
    }
    if (isCareful) {
      careful.learn(samples, (row, reason) -> rejection.reject(guarded.origin(row), reason));
    } else {
      learner.learn(samples);
    }
  }

  /** Goes on in a partition behind records that were learned, or are none to learn. */
  public void advance(int partition, OffsetRange records) {
    ranges.merge(partition, records, (begun, next) -> new OffsetRange(begun.first(), next.end()));
  }

  /** How many samples the round has. */
  public int samples() {
    return (int) (learner.counters().samples() - beginning.counters.samples());
  }

  /** Whether the round has records, be they samples or not. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /**
   * What the round has come to, in copies.
   *
   * @throws DivergedException if anything learned is not finite
   */
  public Round end(String member, long timestampMs) {
    Counters earlier = beginning.counters;
    Map<String, RowPatch> ofWeights = finite(weights.patches());
    return new Round(
        member,
        beginning.terms,
        beginning.position,
        earlier.samples(),
        ranges,
        samples(),
        learner.counters().steps() - earlier.steps(),
        learner.counters().rejected() - earlier.rejected(),
        timestampMs,
        ofWeights,
        finite(slots.patches()),
        figuresOfRound());
  }

  private static Map<String, RowPatch> finite(Map<String, RowPatch> patches) {
    patches.forEach(
        (name, patch) -> {
          if (!patch.isFinite()) {
            throw new DivergedException(name + " has outgrown float32");
          }
        });
    return patches;
  }

  private Map<String, double[]> figuresOfRound() {
    LearnerState state = learner.state();
    return new CheckpointParts()
        .addNumbers(state.scaler().since(beginning.figures))
        .addNumbers(state.guard().since(beginning.figures))
        .addNumbers(state.metrics().state())
        .addOptimizer(new OptimizerState(Map.of(), state.optimizer().numbers()))
        .addSchedule(state.schedule().state())
        .addModel(state.model().module().state())
        .toCheckpoint(0, Map.of())
        .numbers();
  }
}
