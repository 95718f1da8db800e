package io.gradstream.learn;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.MiniBatch;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.merge.Changes;
import io.gradstream.learn.merge.MergedKeys;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.vocabulary.SharedVocabularies;
import io.gradstream.optim.OptimizerState;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One member's working copy of the model of several learners: each round begins with the model as
 * it is by then, and ends with what was changed of it. Not thread-safe.
 */
public final class RoundLearner {
  /** What a round began with. */
  private record Beginning(
      long position,
      String terms,
      Counters counters,
      Map<String, double[]> figures,
      long newestVersion,
      long nextVersion) {}

  private final Learner learner;
  private final GuardedSamples guarded;
  private final CarefulLearner careful;
  private final @Nullable KeyedLearner keyed;
  private final SharedVocabularies vocabularies;
  private final SortedMap<Integer, OffsetRange> ranges = new TreeMap<>();
  private boolean isCareful;
  private Beginning beginning = new Beginning(0, "", new Counters(), Map.of(), 0, 1);
  private Changes weights = Changes.none();
  private Changes slots = Changes.none();
  private Optional<ChangedKeys> changedKeys = Optional.empty();

  /** A copy of which nothing has been learned: another learner of the model's settings. */
  public RoundLearner(Learner copy) {
    this.learner = copy;
    this.guarded = new GuardedSamples(copy);
    this.careful = new CarefulLearner(copy);
    this.keyed = copy.keyed().orElse(null);
    this.vocabularies = new SharedVocabularies(copy.state().model().vocabularies());
    vocabularies.onGiven(this::restart);
  }

  private void restart(Categorical field, int row) {
    int columns = field.embedding().orElseThrow();
    Predicate<String> isOfTable = name -> SharedVocabularies.isOf(field, name);
    weights.restart(isOfTable, row * columns, (row + 1) * columns);
    slots.restart(isOfTable, row * columns, (row + 1) * columns);
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
    long newest = merged.learner().counters().version();
    long next = merged.keys().map(keys -> keys.nextVersion(newest)).orElse(newest + 1);
    beginning = new Beginning(merged.position(), merged.terms(), counters, figures(), newest, next);
    learner.metrics().beginRound();
    weights = changes(weights(), merged.settings());
    slots = changes(learner.state().optimizer().slots(), merged.settings());
    vocabularies.beginRound(counters.samples());
    changedKeys = Optional.empty();
    ranges.clear();
  }

  /**
   * Begins a round of a model beside which keys have theirs.
   *
   * @param states where those are that are not in memory: others than before where somebody else
   *     may have changed what is
   */
  public void begin(MergedLearner merged, KeyStates states) {
    begin(merged);
    if (keyed != null) {
      keyed.beginRound(states, merged.keys().map(MergedKeys::since).orElse(1L));
    }
  }

  private Changes changes(Map<String, Tensor> tensors, ScaleSettings settings) {
    return new Changes(tensors, settings.merge(), vocabularies::haveRowsOf);
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
    if (keyed != null) {
      keyed.learn(
          samples,
          isCareful,
          (row, reason) -> rejection.reject(guarded.origin(row), reason),
          scored -> {});
    } else if (isCareful) {
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
    Map<String, RowPatch> ofSlots = finite(slots.patches());
    changedKeys = Optional.ofNullable(keyed).map(each -> each.drain(beginning.nextVersion()));
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
        ofSlots,
        vocabularies.ofRound(ofWeights, ofSlots),
        figuresOfRound());
  }

  /** The models of keys that the round has changed, once it has ended. */
  public Optional<ChangedKeys> changedKeys() {
    return changedKeys;
  }

  /** The round that ended last is public. */
  public void published() {
    isCareful = false;
    if (keyed != null) {
      keyed.published();
    }
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
    Map<String, double[]> ofKeys =
        keyed == null || changedKeys.isEmpty()
            ? Map.of()
            : MergedKeys.ofRound(keyed.keys(), changedKeys.get(), beginning.newestVersion());
    return new CheckpointParts()
        .addNumbers(ofKeys)
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
