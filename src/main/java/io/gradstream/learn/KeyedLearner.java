package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RowKeys;
import io.gradstream.learn.keyed.KeyCounts;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.keyed.KeyTable;
import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.learn.keyed.KeyedRows;
import io.gradstream.learn.keyed.PerKeySettings;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyModel;
import io.gradstream.version.KeyState;
import io.gradstream.version.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model for each key beside a shared one, all of one configuration. Every sample is predicted,
 * scored and learned by its key's model, and learned by the shared one too, from which the models
 * of new keys start: from its parameters, and from its figures as if they were of a few samples.
 *
 * <p>A batch is learned key by key, in the order in which keys first come in it, a step each; the
 * shared model then takes one step over all of it. So a new key starts from what was learned before
 * the batch. One learner serves all keys: what it is of a key is put into it and taken out again.
 * Single-threaded like a {@link Learner}.
 */
public final class KeyedLearner {
  /** The shared figures have no more say in a new key's than so many samples of its own. */
  static final int PRIOR = 100;

  private static final Rejection LEARNED_BY_ITS_KEY = (row, reason) -> {};

  private final Learner shared;
  private final Learner own;
  private final PerKeySettings settings;
  private final LearnerArrays sharedArrays;
  private final LearnerArrays arrays;
  private final float[] unlearned;
  private final double[] unlearnedNumbers;
  private final double[] buffer;
  private final KeyTable table;
  private final KeyedRows rows;
  private final Sieve ofKey;
  private final Sieve kept;
  private final CarefulLearner careful;
  private final CarefulLearner sharedCareful;
  private final KeyCounts counts = new KeyCounts();
  private KeyStates published = KeyStates.NONE;
  private boolean[] leftOut = {};
  private boolean anyLeftOut;
  private long since;
  private long changed;

  /** Models beside this one, which is their shared one from now on. */
  public KeyedLearner(Learner shared, PerKeySettings settings) {
    this.shared = shared;
    this.settings = settings;
    this.own = shared.ofKeys(this);
    this.sharedArrays = shared.arrays();
    this.arrays = own.arrays();
    this.unlearned = new float[arrays.floatCount()];
    this.unlearnedNumbers = new double[arrays.doubleCount()];
    arrays.copyTo(unlearned, unlearnedNumbers);
    this.buffer = new double[arrays.doubleCount()];
    this.table = new KeyTable(settings.most(), arrays.floatCount(), arrays.doubleCount());
    this.rows = new KeyedRows();
    this.ofKey = new Sieve(own.newBatch());
    this.kept = new Sieve(own.newBatch());
    this.careful = new CarefulLearner(own);
    this.sharedCareful = new CarefulLearner(shared);
  }

  /** Which field says whose a sample is, and how many models are in memory. */
  public PerKeySettings settings() {
    return settings;
  }

  /** How many bytes the numbers of a model take in memory. */
  public long bytesOfAModel() {
    return (long) Float.BYTES * arrays.floatCount() + (long) Double.BYTES * arrays.doubleCount();
  }

  /** What to do where a version of them would have to go in blocks. */
  public String whyNotInBlocks() {
    return "perKey must be left out where a version or its state is too large for one record: they"
        + " have %,d and %,d numbers; or raise max.message.bytes of the model's topics"
            .formatted(shared.versionCount(), shared.slotCount());
  }

  /** Has models that are not in memory come from there. */
  public void fetchingFrom(KeyStates states) {
    published = states;
  }

  /**
   * Begins a round of several learners: what was learned and is not public is given up. What is
   * counted from now on is the round's.
   *
   * @param states where the models of these keys are that are not in memory; where these are others
   *     than before, all models come from there, for somebody else may have changed them
   * @param first the first version of the model's life
   */
  void beginRound(KeyStates states, long first) {
    if (states == published) {
      table.forgetUnpublished();
    } else {
      table.clear();
    }
    published = states;
    since = first;
    counts.keys(0);
  }

  /**
   * Goes on beside a shared model that was restored.
   *
   * @param newest its version
   * @throws IllegalArgumentException if that had no models for keys
   */
  public void goOnFrom(ModelVersion newest) {
    KeyedFigures figures = KeyedFigures.of(newest);
    since = figures.since();
    counts.keys(figures.keys());
  }

  /** How many keys have a model. */
  public long keys() {
    return counts.keys();
  }

  /** How many there are and where they are; may be read from any thread. */
  public KeyCounts counts() {
    return counts;
  }

  /** How many of them are in memory. */
  public int inMemory() {
    return table.size();
  }

  /**
   * Learns a batch, whose samples have keys.
   *
   * @param tried whether steps are tried before they are taken
   * @param rejection is told which samples their key's model could not learn
   * @param learned is given what was predicted, key by key, valid until it returns
   * @return whether any step was taken
   * @throws RefusedStepException if a step that was not tried cannot be taken
   */
  public boolean learn(
      MiniBatch batch, boolean tried, Rejection rejection, Consumer<StepResult> learned) {
    own.followRate(shared);
    begin(batch);
    boolean any = false;
    for (int slot = rows.first(); slot >= 0; slot = rows.next(slot)) {
      any |= learnKey(slot, batch, tried, rejection, learned);
    }
    learnShared(batch, tried);
    evict();
    return any;
  }

  private void begin(MiniBatch batch) {
    if (leftOut.length < batch.rows()) {
      leftOut = new boolean[batch.capacity()];
    }
    Arrays.fill(leftOut, 0, batch.rows(), false);
    anyLeftOut = false;
    rows.begin(batch.rows());
    RowKeys rowKeys = batch.keys();
    for (int row = 0; row < batch.rows(); row++) {
      rows.add(row, slotOf(rowKeys, row), table.slots());
    }
  }

  private int slotOf(RowKeys rowKeys, int row) {
    byte[] utf8 = rowKeys.utf8();
    int from = rowKeys.start(row);
    int length = rowKeys.length(row);
    int found = table.find(utf8, from, length);
    if (found >= 0) {
      table.touch(found);
      return found;
    }
    KeyState state = published.fetch(rowKeys.text(row));
    int slot = table.add(utf8, from, length);
    if (state == null) {
      counts.keys(counts.keys() + 1);
      arrays.startFrom(sharedArrays, unlearned, unlearnedNumbers, buffer, PRIOR);
      arrays.copyTo(table.floats(slot), table.doubles(slot));
    } else {
      adopt(state, slot);
      counts.reloaded();
    }
    return slot;
  }

  private void adopt(KeyState state, int slot) {
    if (state.tensors().length != arrays.floatCount()
        || state.numbers().length != arrays.doubleCount()) {
      throw new IllegalStateException(
          "the state of key %s has %d and %d numbers where the configuration has %d and %d"
              .formatted(
                  state.key(),
                  state.tensors().length,
                  state.numbers().length,
                  arrays.floatCount(),
                  arrays.doubleCount()));
    }
    System.arraycopy(state.tensors(), 0, table.floats(slot), 0, arrays.floatCount());
    System.arraycopy(state.numbers(), 0, table.doubles(slot), 0, arrays.doubleCount());
  }

  private boolean learnKey(
      int slot, MiniBatch batch, boolean tried, Rejection rejection, Consumer<StepResult> learned) {
    MiniBatch samples = samplesOf(slot, batch);
    arrays.takeFrom(table.floats(slot), table.doubles(slot));
    StepResult result =
        tried
            ? careful.learn(
                samples, (row, reason) -> leaveOut(origin(row, batch), reason, rejection))
            : inFaith(slot, samples);
    arrays.copyTo(table.floats(slot), table.doubles(slot));
    if (result != null) {
      shared.figures().loss(result.loss());
      learned.accept(result);
    }
    return result != null;
  }

  private StepResult inFaith(int slot, MiniBatch samples) {
    try {
      return own.learn(samples);
    } catch (RefusedStepException refused) {
      throw RefusedStepException.ofKey(shared.counters().steps(), table.key(slot), refused);
    }
  }

  /** The samples of a key: the batch itself where all of them are. */
  private MiniBatch samplesOf(int slot, MiniBatch batch) {
    if (rows.areOfOneKey()) {
      return batch;
    }
    ofKey.clear();
    for (int row = rows.firstOf(slot); row >= 0; row = rows.nextOf(row)) {
      ofKey.keep(batch, row);
    }
    return ofKey.kept();
  }

  private int origin(int row, MiniBatch batch) {
    return rows.areOfOneKey() && batch.rows() > 0 ? row : ofKey.origin(row);
  }

  private void leaveOut(int row, String reason, Rejection rejection) {
    leftOut[row] = true;
    anyLeftOut = true;
    rejection.reject(row, reason);
  }

  /** What the shared model alone cannot learn is left out by it, and no dead letter. */
  private void learnShared(MiniBatch batch, boolean tried) {
    MiniBatch samples = anyLeftOut ? keptOf(batch) : batch;
    if (samples.rows() == 0) {
      return;
    }
    if (tried) {
      var unscored = sharedCareful.learn(samples, LEARNED_BY_ITS_KEY);
    } else {
      shared.learn(samples);
    }
  }

  private MiniBatch keptOf(MiniBatch batch) {
    kept.clear();
    for (int row = 0; row < batch.rows(); row++) {
      if (!leftOut[row]) {
        kept.keep(batch, row);
      }
    }
    return kept.kept();
  }

  /**
   * Whether more models are in memory than should be, and have to wait for a version to be
   * published before they can go.
   */
  public boolean isOverfull() {
    return published != KeyStates.NONE && table.isOverfull();
  }

  /** Every version that was taken is public by now. */
  public void published() {
    table.published();
    evict();
  }

  /** What could not come back stays. */
  private void evict() {
    int gone = published == KeyStates.NONE ? 0 : table.evict();
    counts.evicted(gone, table.size());
  }

  /**
   * What was drained nobody has, nor anything from before: the next has all there is, and what was
   * not in memory begins anew.
   */
  public void takeBack() {
    table.takeBack();
    counts.keys(table.size());
    since = 0;
  }

  /**
   * What has changed since the last call, for a version of this moment.
   *
   * @throws DivergedException if a parameter is not finite
   */
  public ChangedKeys drain(long version) {
    since = since == 0 ? version : since;
    List<KeyModel> models = new ArrayList<>();
    List<KeyState> states = new ArrayList<>();
    table.changed(slot -> drain(slot, version, models, states));
    table.drained();
    changed = models.size();
    return new ChangedKeys(since, models, states);
  }

  private void drain(int slot, long version, List<KeyModel> models, List<KeyState> states) {
    String key = table.key(slot);
    arrays.takeFrom(table.floats(slot), table.doubles(slot));
    float[] parameters = new float[arrays.parameterCount()];
    double[] figures = new double[arrays.figureCount()];
    arrays.copyParameters(parameters);
    arrays.copyFigures(figures);
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        throw new DivergedException("the model of key " + key + " has outgrown float32");
      }
    }
    Counters counters = own.counters();
    models.add(
        new KeyModel(key, version, counters.steps(), counters.samples(), parameters, figures));
    states.add(new KeyState(key, version, table.floats(slot).clone(), table.doubles(slot).clone()));
  }

  /** A version of this moment that tells how it stands; called behind {@link #drain}. */
  public ModelVersion toldBy(ModelVersion version) {
    Map<String, Object> sample = new LinkedHashMap<>(version.sample());
    sample.put(
        KeyModel.MEMBER, new KeyedFigures(settings.field(), since, counts.keys(), changed).tree());
    return version.withSample(sample);
  }
}
