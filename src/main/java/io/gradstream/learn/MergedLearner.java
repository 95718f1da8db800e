package io.gradstream.learn;

import io.gradstream.learn.merge.MergedKeys;
import io.gradstream.learn.merge.NewestRounds;
import io.gradstream.learn.merge.OuterOptimizer;
import io.gradstream.learn.merge.Precisions;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.Share;
import io.gradstream.learn.vocabulary.MergedRows;
import io.gradstream.learn.vocabulary.SharedVocabularies;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.Optimizer.Precision;
import io.gradstream.optim.OptimizerState;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.NamedState;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Offsets;
import io.gradstream.version.Round;
import io.gradstream.version.RowPatch;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The model of several learners: what the rounds of a log come to, one after the other. The same
 * log makes the same model to the bit, whoever reads it and whenever.
 *
 * <p><b>Each sample once.</b> A round counts only if it begins, in every partition, at the offset
 * where the model stands. What else a round says of samples that the model has, or leaves out some,
 * is void for everybody who reads it; nothing but the log decides it.
 *
 * <p><b>The rules.</b> Weights and what the optimizer keeps of them: {@link Share}, and of weights
 * {@link OuterOptimizer} if it is asked for; where the optimizer keeps the largest, the larger.
 * Steps and samples are added; numbers of the optimizer, schedule, layers and guard are the newest
 * round's; figures of scaling and metrics as {@code FeatureScaler.merge} and {@code
 * PrequentialMetrics.merge} have it, and vocabularies as {@link SharedVocabularies}. Void besides
 * is a round that more than {@code staleness} others came before that it did not know, and one that
 * began with nothing where there is something by now: the first steps of a model are one member's.
 * Where keys have models, which have learned such a round already, it counts, and only what it has
 * changed of the shared model does not.
 *
 * <p>Not thread-safe.
 */
public final class MergedLearner {
  private static final String POSITION = "scale/position";
  private static final String ROUNDS = "scale/rounds";
  private static final String OUTER = "scale/outer/";

  private final Learner learner;
  private final ScaleSettings settings;
  private final String topic;
  private final String terms;
  private final NewestRounds newest;
  private final Optional<OuterOptimizer> outer;
  private final Optional<MergedKeys> keys;
  private final SharedVocabularies vocabularies;
  private Offsets offsets = Offsets.none();
  private long position;

  /**
   * A model that has no round yet.
   *
   * @param fresh a learner that has learned nothing, which is to be the model
   * @param topic whose samples are learned
   */
  public MergedLearner(Learner fresh, ScaleSettings settings, String topic) {
    this.learner = fresh;
    this.settings = settings;
    this.topic = topic;
    this.terms =
        "configuration %s, %s".formatted(fresh.outline().version().config(), settings.rule());
    this.newest = new NewestRounds(settings.staleness());
    this.outer = settings.outer().map(OuterOptimizer::new);
    this.vocabularies = new SharedVocabularies(fresh.state().model().vocabularies());
    this.keys = fresh.keyed().map(keyed -> new MergedKeys(keyed.settings().field()));
  }

  /** The model; to be looked at. */
  public Learner learner() {
    return learner;
  }

  /** What is known of the models that keys have beside it, if they have some. */
  public Optional<MergedKeys> keys() {
    return keys;
  }

  /** How its rounds are made. */
  public ScaleSettings settings() {
    return settings;
  }

  /** The position behind the newest round that was read, whether it counts or not. */
  public long position() {
    return position;
  }

  /** How far the model has learned. */
  public Offsets offsets() {
    return offsets;
  }

  /** The next offset of a partition, empty where nothing of it has been learned. */
  public OptionalLong next(int partition) {
    return offsets.next(topic, partition);
  }

  /** Takes the same offsets with more said of their topic. */
  public void named(Offsets same) {
    offsets = same;
  }

  /** Passes over a record of the log that is no round. */
  public void pass(long offset) {
    position = offset + 1;
  }

  /** What all members have to agree on, in words. */
  public String terms() {
    return terms;
  }

  /**
   * Takes in the next round of the log.
   *
   * @param offset where it stands there
   * @return why it is void, empty if it counts
   * @throws ConfigurationChangedException if it was made on other terms, so that no two members
   *     need have the same model
   */
  public Optional<String> apply(long offset, Round round) {
    Optional<String> fault = fault(round);
    if (fault.isEmpty()) {
      requireSameTerms(round);
      fault = misfit(round);
    }
    if (fault.isEmpty()) {
      take(round);
      newest.add(offset, round.samples());
    }
    position = offset + 1;
    return fault;
  }

  /** What is void anyway may be left from another life of the model. */
  private void requireSameTerms(Round round) {
    if (!round.terms().equals(terms)) {
      throw ConfigurationChangedException.ofMember(
          learner.state().name(), round.member(), round.terms(), terms);
    }
  }

  /** Why a round would be void if it came next, for what it was made of; empty if it is not. */
  public Optional<String> fault(Round round) {
    for (Map.Entry<Integer, OffsetRange> range : round.ranges().entrySet()) {
      OptionalLong next = next(range.getKey());
      if (next.isPresent() && next.getAsLong() != range.getValue().first()) {
        return Optional.of(
            "partition %d stands at offset %d, and it begins at %d"
                .formatted(range.getKey(), next.getAsLong(), range.getValue().first()));
      }
    }
    return keys.isPresent() ? Optional.empty() : lateness(round);
  }

  /** Why what it has changed comes too late; empty if it does not. */
  private Optional<String> lateness(Round round) {
    if (newest.isBeyond(round.base())) {
      return Optional.of("more than %d rounds came before it".formatted(settings.staleness()));
    }
    return round.samplesBefore() == 0 && learner.counters().samples() > 0
        ? Optional.of("it began before the model's first round")
        : Optional.empty();
  }

  private Optional<String> misfit(Round round) {
    LearnerState state = learner.state();
    boolean isOfModel =
        state.model().parameters().keySet().containsAll(round.weights().keySet())
            && state.optimizer().slots().keySet().containsAll(round.slots().keySet());
    boolean fits =
        isOfModel
            && vocabularies.fit(round.categories(), round.samples())
            && round.weights().entrySet().stream()
                .allMatch(each -> fits(weights(each.getKey()), each))
            && round.slots().entrySet().stream().allMatch(each -> fits(slot(each.getKey()), each));
    return fits ? Optional.empty() : Optional.of("it has elements that the model has not");
  }

  private boolean fits(float[] elements, Map.Entry<String, RowPatch> patch) {
    RowPatch rows = patch.getValue();
    boolean tellsBefore =
        settings.merge() == ScaleSettings.Merge.SUM || vocabularies.haveRowsOf(patch.getKey());
    return (!tellsBefore || rows.tensors() > 1)
        && (rows.row(rows.size() - 1) + 1L) * rows.columns() <= elements.length;
  }

  private void take(Round round) {
    LearnerState state = learner.state();
    if (lateness(round).isEmpty()) {
      takeTensors(round);
    }
    keys.ifPresent(each -> each.merge(round.figures()));
    state.scaler().merge(round.figures());
    state.metrics().merge(round.figures());
    state.guard().merge(round.figures());
    Checkpoint numbers = new Checkpoint(0, Map.of(), Map.of(), round.figures());
    takeOptimizer(CheckpointParts.optimizer(numbers).numbers(), round.steps());
    state.schedule().restore(CheckpointParts.schedule(numbers));
    state.model().module().restore(CheckpointParts.model(numbers));
    state.counters().add(round.steps(), round.samples(), round.rejected());
    round
        .ranges()
        .forEach((partition, range) -> offsets = offsets.with(topic, partition, range.end()));
  }

  private void takeTensors(Round round) {
    long before = learner.counters().samples();
    MergedRows rows = vocabularies.merge(round.categories(), before);
    long beside = newest.samplesSince(round.base());
    Round standing = round.with(rows.standing(round.weights()), rows.standing(round.slots()));
    take(Share.of(settings.merge(), round.samples(), beside), standing);
    Round begun = round.with(rows.begun(round.weights()), rows.begun(round.slots()));
    take(Share.of(settings.merge(), round.samples(), 0), begun);
  }

  private void take(Share share, Round round) {
    round.weights().keySet().forEach(name -> takeWeights(share, name, round));
    round.slots().forEach((name, patch) -> takeSlot(share, name, patch));
  }

  private void takeWeights(Share share, String name, Round round) {
    RowPatch patch = NamedState.require(round.weights(), name);
    Optional<Precisions> known =
        learner.state().optimizer().precision().flatMap(each -> known(each, name, round));
    Consumer<float[]> merge =
        elements ->
            known.ifPresentOrElse(
                precisions -> share.apply(patch, elements, precisions),
                () -> share.apply(patch, elements));
    outer.ifPresentOrElse(
        optimizer -> optimizer.apply(name, patch, parameter(name), merge),
        () -> merge.accept(weights(name)));
  }

  /** What the optimizer knows of a parameter's elements, if the round tells single ones. */
  private Optional<Precisions> known(Precision precision, String parameter, Round round) {
    String slot = precision.slot() + "/" + parameter;
    return Optional.ofNullable(round.slots().get(slot))
        .filter(Share::hasSingle)
        .map(patch -> new Precisions(patch, slot(slot), precision));
  }

  private float[] weights(String name) {
    return parameter(name).data();
  }

  private Tensor parameter(String name) {
    return NamedState.require(learner.state().model().parameters(), name).value();
  }

  private void takeSlot(Share share, String name, RowPatch patch) {
    Optimizer optimizer = learner.state().optimizer();
    if (optimizer.keepsLargest(name)) {
      share.raise(patch, slot(name));
    } else if (optimizer
        .precision()
        .filter(each -> name.startsWith(each.slot() + "/"))
        .isPresent()) {
      share.addPrecisions(patch, slot(name));
    } else {
      share.apply(patch, slot(name));
    }
  }

  private float[] slot(String name) {
    return NamedState.require(learner.state().optimizer().slots(), name).data();
  }

  private void takeOptimizer(Map<String, Double> newestNumbers, long steps) {
    Map<String, Double> numbers = new HashMap<>(newestNumbers);
    double before = NamedState.require(learner.state().optimizer().numbers(), "step");
    numbers.put("step", before + steps);
    Map<String, Tensor> slots = learner.state().optimizer().slots();
    learner.state().optimizer().restore(new OptimizerState(slots, numbers));
  }

  /** A fingerprint of the parameters: those of two members at one position are the same. */
  public String fingerprint() {
    return learner.whole().version().fingerprint();
  }

  /**
   * Takes the model's next version, with what whoever goes on from it needs besides the log behind
   * it.
   *
   * @throws DivergedException if anything learned is not finite
   */
  public Snapshot snapshot(Instant timestamp) {
    Snapshot own = learner.snapshot(offsets, timestamp);
    Checkpoint rest = own.checkpoint();
    Map<String, double[]> numbers = new LinkedHashMap<>(rest.numbers());
    numbers.put(POSITION, new double[] {position});
    numbers.put(ROUNDS, newest.state());
    keys.ifPresent(each -> numbers.putAll(each.state()));
    return new Snapshot(
        keys.map(each -> each.toldBy(own.version())).orElse(own.version()),
        new Checkpoint(rest.version(), rest.configuration(), withOuter(rest), numbers));
  }

  private Map<String, Tensor> withOuter(Checkpoint rest) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(rest.tensors());
    outer.ifPresent(
        optimizer -> optimizer.state().forEach((name, each) -> tensors.put(OUTER + name, each)));
    return tensors;
  }

  /** Whether a snapshot says where the log goes on from it: a lone learner's does not. */
  public static boolean isOfLog(Snapshot snapshot) {
    return snapshot.checkpoint().numbers().containsKey(POSITION);
  }

  /**
   * Becomes the model that {@link #snapshot} was taken of.
   *
   * @throws ConfigurationChangedException if it had other settings
   * @throws IllegalArgumentException if it was a lone learner's
   */
  public void restore(Snapshot snapshot) {
    Map<String, double[]> numbers = snapshot.checkpoint().numbers();
    double[] saved = NamedState.require(numbers, POSITION);
    restore(snapshot, (long) saved[0]);
    newest.restore(NamedState.require(numbers, ROUNDS));
    outer.ifPresent(each -> each.restore(CheckpointParts.below(OUTER, snapshot.checkpoint())));
  }

  /**
   * Becomes a model that a lone learner has made, to which no round before a position of the log
   * belongs. Others must not do so by themselves, but find it published with that position.
   *
   * @throws ConfigurationChangedException if it had other settings
   */
  public void restore(Snapshot snapshot, long end) {
    learner.restore(snapshot);
    offsets = snapshot.version().offsets();
    position = end;
    newest.beginAt(end);
    outer.ifPresent(optimizer -> optimizer.restore(Map.of()));
    keys.ifPresent(each -> each.restore(snapshot.version(), snapshot.checkpoint().numbers()));
  }
}
