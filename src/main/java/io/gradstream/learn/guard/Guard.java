package io.gradstream.learn.guard;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges samples by what was learned before them: numbers far from all that was seen, and gradients
 * far longer. A world that changes is not absurd for ever: behind ten thousand samples in a row
 * that it has kept out, a guard begins anew, and believes what comes.
 *
 * <p>Not thread-safe. Judging and taking in what is learned allocates nothing.
 */
public final class Guard {
  /** The name of what is known of the dense columns. */
  public static final String FEATURES = "guard/features";

  /** The name of what is known of the samples' weights. */
  public static final String WEIGHTS = "guard/weights";

  private static final String NAME = "guard/keptOut";

  /** So many in a row are no accident. */
  private static final long CHANGED = 10_000;

  private final SampleSettings sample;
  private final ColumnBounds features;
  private final ColumnBounds labels;
  private final ColumnBounds weights;
  private final GradientBound gradients;
  private long keptOut;
  private long inARow;

  /** A guard that has seen nothing. */
  public Guard(GuardSettings settings, SampleSettings sample) {
    this.sample = sample;
    boolean numeric = sample.label().type() == LabelSettings.Type.NUMERIC;
    int dense = sample.columns().dense().length;
    this.features = new ColumnBounds(FEATURES, dense, ofTime(sample), settings);
    this.labels = new ColumnBounds("guard/labels", numeric ? 1 : 0, new BitSet(), settings);
    this.weights =
        new ColumnBounds(WEIGHTS, sample.weight().isPresent() ? 1 : 0, new BitSet(), settings);
    this.gradients = new GradientBound(settings);
  }

  /**
   * The columns of times: never outside of -1 and 1, and of one day next to constant, so that a
   * partition that is some days behind the others would be absurd.
   */
  private static BitSet ofTime(SampleSettings sample) {
    BitSet columns = new BitSet();
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      if (feature.type() == FeatureSettings.Type.TIMESTAMP && !feature.isSparse()) {
        int first = sample.columns().of(i).dense();
        columns.set(first, first + feature.columns());
      }
    }
    return columns;
  }

  /** How many samples were kept out in the model's whole life. */
  public long keptOut() {
    return keptOut;
  }

  /** The first row from this one on that has an absurd number; as many as there are if none has. */
  public int absurdRow(MiniBatch batch, int from) {
    int row = from;
    while (row < batch.rows() && !isAbsurd(batch, row)) {
      row++;
    }
    return row;
  }

  private boolean isAbsurd(MiniBatch batch, int row) {
    return features.outside(batch.features(), row) >= 0
        || labels.outside(batch.targets(), row) >= 0
        || weights.outside(batch.weights(), row) >= 0;
  }

  /** Which number of a row is absurd, the rule before the colon. */
  public String reason(MiniBatch batch, int row) {
    int column = features.outside(batch.features(), row);
    if (column >= 0) {
      double number = batch.features()[row * batch.denseColumns() + column];
      return reason(field(column), features, column, number);
    }
    return labels.outside(batch.targets(), row) >= 0
        ? reason(sample.label().field(), labels, 0, batch.targets()[row])
        : reason(sample.weight().orElseThrow(), weights, 0, batch.weights()[row]);
  }

  private static String reason(String field, ColumnBounds bounds, int column, double number) {
    return "%s must be within guard.deviations and what was seen: %s"
        .formatted(field, bounds.describe(column, number));
  }

  /** The field a dense column is of, and which of several. */
  private String field(int column) {
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      int index = column - sample.columns().of(i).dense();
      if (!feature.isSparse() && index >= 0 && index < feature.columns()) {
        return feature.columns() == 1 ? feature.field() : feature.field() + "[" + index + "]";
      }
    }
    return "column " + column;
  }

  /** Knows nothing any more of the numbers of a field: what comes is believed. */
  public void forget(String field) {
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      if (!feature.isSparse() && feature.field().equals(field)) {
        int first = sample.columns().of(i).dense();
        IntStream.range(first, first + feature.columns()).forEach(features::forget);
      }
    }
  }

  /**
   * Why a step over some samples is not to be taken.
   *
   * @param squares the squared norm of its gradient
   * @return the rule before the colon; null if it may be taken
   */
  public @Nullable String fault(double squares) {
    return gradients.isAbsurd(squares)
        ? "the gradient must be within guard.gradient: %s is %.1e times what is usual"
            .formatted((float) Math.sqrt(squares), gradients.ratio(squares))
        : null;
  }

  /** A sample is kept out, for its numbers or for its gradient. */
  public void countKeptOut() {
    keptOut++;
    inARow++;
    if (inARow >= CHANGED) {
      inARow = 0;
      features.forget();
      labels.forget();
      weights.forget();
      gradients.forget();
    }
  }

  /** Takes in the samples that are being learned. */
  public void observe(MiniBatch batch) {
    features.observe(batch.features(), batch.rows());
    labels.observe(batch.targets(), batch.rows());
    weights.observe(batch.weights(), batch.rows());
    inARow = 0;
  }

  /** Takes in the squared norm of the gradient of a step that is taken. */
  public void observeStep(double squares) {
    gradients.observe(squares);
  }

  /** Everything there is to restore, under names of its own; a copy. */
  public Map<String, double[]> state() {
    Map<String, double[]> state = new HashMap<>();
    features.save(state);
    labels.save(state);
    weights.save(state);
    gradients.save(state);
    state.put(NAME, new double[] {keptOut, inARow});
    return state;
  }

  /** The {@link #state}, but for samples that had been kept out when that was taken before. */
  public Map<String, double[]> since(Map<String, double[]> before) {
    Map<String, double[]> since = state();
    double[] earlier = before.getOrDefault(NAME, new double[2]);
    since.put(NAME, new double[] {keptOut - earlier[0], inARow});
    return since;
  }

  /**
   * Takes in what {@link #since} gave of another guard that went on where this one once was: what
   * that one believes is believed from now on, for its samples are the newest.
   */
  public void merge(Map<String, double[]> round) {
    long before = keptOut;
    restore(round);
    keptOut += before;
  }

  /**
   * Goes on where {@link #state} was taken, or begins where there is none of it.
   *
   * @throws IllegalArgumentException if it is of another schema
   */
  public void restore(Map<String, double[]> state) {
    features.restore(state);
    labels.restore(state);
    weights.restore(state);
    gradients.restore(state);
    double[] counts = state.getOrDefault(NAME, new double[2]);
    keptOut = (long) counts[0];
    inARow = (long) counts[1];
  }
}
