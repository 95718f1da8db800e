package io.gradstream.data.scale;

import io.gradstream.data.Bins;
import io.gradstream.data.Description;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleDescription;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The running scalers of a sample's features, and of its label.
 *
 * <p>A learner takes each sample in and then transforms it with figures that include it, in the
 * samples' order, so that a batch of three gives what three batches of one give. A consumer
 * transforms with published figures and takes nothing in. Sparse entries whose column hangs on a
 * number's bin get it in the batch itself. Not thread-safe; transforming allocates nothing.
 */
public final class FeatureScaler {
  private final SampleColumns columns;
  private final int denseWidth;
  private final MeanFill fill;
  private final Map<Scale.Kind, ColumnScaler> running = new EnumMap<>(Scale.Kind.class);
  private final Map<Integer, ColumnScaler> fixed = new LinkedHashMap<>();
  private final Map<Integer, BinScaler> bins = new LinkedHashMap<>();
  private final CrossedBins crossed;
  private final FeatureFigures figures;
  private final LabelScaler label;
  private final List<RowScaler> taking = new ArrayList<>();
  private final List<RowScaler> all = new ArrayList<>();
  private SampleSettings settings;
  private double[] filled = {};

  /** A scaler that has seen nothing. */
  public FeatureScaler(SampleSettings settings) {
    this.settings = settings;
    this.columns = settings.columns();
    this.denseWidth = columns.dense().length;
    this.fill = new MeanFill(columnsOf(FeatureSettings::fillsMean));
    for (Scale.Kind kind : EnumSet.complementOf(EnumSet.of(Scale.Kind.NONE))) {
      int[] scaled =
          columnsOf(feature -> feature.scale().kind() == kind && !feature.scale().isFixed());
      if (scaled.length > 0) {
        running.put(kind, scaler(kind, scaled));
      }
    }
    for (int i = 0; i < settings.features().size(); i++) {
      Scale scale = settings.features().get(i).scale();
      if (scale.isFixed()) {
        ColumnScaler scaler = scaler(scale.kind(), columnsOf(columns.of(i)).toArray());
        scaler.fix(scale.figures());
        fixed.put(i, scaler);
      }
      int index = i;
      settings
          .features()
          .get(i)
          .binned()
          .ifPresent(each -> bins.put(index, new BinScaler(each, columns.of(index), index)));
    }
    this.crossed = new CrossedBins(settings);
    this.figures = new FeatureFigures(settings.features(), columns, fill, running, fixed, bins);
    this.label = new LabelScaler(settings.label());
    taking.addAll(running.values());
    taking.addAll(bins.values());
    all.addAll(taking);
    all.addAll(fixed.values());
  }

  private ColumnScaler scaler(Scale.Kind kind, int[] scaled) {
    double[] bounds = new double[denseWidth];
    for (int i = 0; i < settings.features().size(); i++) {
      Scale scale = settings.features().get(i).scale();
      if (scale.kind() == kind) {
        columnsOf(columns.of(i)).forEach(at -> bounds[at] = scale.bound());
      }
    }
    return ColumnScaler.of(
        kind, scaled, Arrays.stream(scaled).mapToDouble(at -> bounds[at]).toArray());
  }

  /**
   * The scaler a version was published with, to the same float32 for every sample.
   *
   * @param sample what {@link #describe} gave, its numbers in any boxes
   * @throws IllegalArgumentException if it is no such description
   */
  public static FeatureScaler read(Map<String, Object> sample) {
    SampleDescription description = new SampleDescription(sample);
    FeatureScaler scaler = new FeatureScaler(description.settings());
    List<Description> described = description.features();
    for (int i = 0; i < described.size(); i++) {
      scaler.figures.adopt(i, described.get(i));
    }
    scaler.figures.adopted();
    scaler.adoptLabel(description);
    return scaler;
  }

  /**
   * Goes on from the figures of another model's features, by their names; a feature that this model
   * scales otherwise, or has not, begins anew.
   *
   * @param sample what {@link #describe} gave
   * @param samples how many the means of fields that are filled in count as; scalers tell it
   *     themselves
   * @throws IllegalArgumentException if it is no such description
   */
  public void startFrom(Map<String, Object> sample, long samples) {
    SampleDescription description = new SampleDescription(sample);
    SampleSettings other = description.settings();
    List<Description> described = description.features();
    Set<Integer> begun = new TreeSet<>();
    for (int i = 0; i < settings.features().size(); i++) {
      begun.add(i);
      for (int j = 0; j < described.size(); j++) {
        if (hasSameFigures(settings.features().get(i), other.features().get(j))) {
          figures.adopt(i, described.get(j));
          fill.count(columns.of(i), samples);
          begun.remove(i);
        }
      }
    }
    figures.adopted();
    begun.forEach(figures::reset);
    adoptLabel(description);
  }

  private void adoptLabel(SampleDescription description) {
    label.adopt(settings.label(), description.settings().label(), description.label());
  }

  private static boolean hasSameFigures(FeatureSettings one, FeatureSettings other) {
    return one.type() == other.type()
        && one.field().equals(other.field())
        && one.columns() == other.columns()
        && one.binned().map(Bins::encoding).equals(other.binned().map(Bins::encoding))
        && one.scale().kind() == other.scale().kind()
        && one.scale().isFixed() == other.scale().isFixed();
  }

  /**
   * Has the figures of a field begin anew: what was taken in of it is forgotten.
   *
   * @throws IllegalArgumentException if no feature of the field has running figures
   */
  public void reset(String field) {
    boolean found = label.isRunning() && settings.label().field().equals(field);
    if (found) {
      label.reset();
    }
    for (int i = 0; i < settings.features().size(); i++) {
      if (figures.hasRunning(i) && settings.features().get(i).field().equals(field)) {
        figures.reset(i);
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          "field must be one that is scaled, or filled in, by running figures: " + field);
    }
  }

  /** Says of numbers that name categories that they do so in this notation. */
  public void describeNumbersAs(NumberNotation notation) {
    settings = settings.withNumbers(notation);
  }

  /** What scales the label. */
  public LabelScaler label() {
    return label;
  }

  /** The schema whose features are scaled. */
  public SampleSettings settings() {
    return settings;
  }

  /**
   * Takes in the batch's samples one after the other, and writes each, transformed with the figures
   * that include it and none after it, into the same row of {@code into}.
   *
   * @param raw samples of this schema
   * @param into a tensor of at least as many rows of the dense columns; its rows in use are set
   * @throws IllegalArgumentException if either has other columns
   */
  public void fitTransform(MiniBatch raw, Tensor into) {
    int end = begin(raw, into);
    double[] rows = raw.features();
    if (!fill.isIdle()) {
      rows = copy(rows, end);
      fill.fitTransform(rows, end, denseWidth);
    }
    round(rows, into.data(), end);
    for (int i = 0; i < taking.size(); i++) {
      for (int start = 0; start < end; start += denseWidth) {
        taking.get(i).fitTransform(rows, start, into.data());
      }
    }
    transform(taking.size(), rows, end, into.data());
    crossed.placeInPlace(raw, into.data());
  }

  /**
   * Writes the batch's samples, transformed with the figures as they are, into {@code into}.
   *
   * @throws IllegalArgumentException if either has other columns
   */
  public void transform(MiniBatch raw, Tensor into) {
    int end = begin(raw, into);
    double[] rows = raw.features();
    if (!fill.isIdle()) {
      rows = copy(rows, end);
      fill.transform(rows, end, denseWidth);
    }
    round(rows, into.data(), end);
    transform(0, rows, end, into.data());
    crossed.placeInPlace(raw, into.data());
  }

  /** Transforms by all scalers from one on. */
  private void transform(int from, double[] rows, int end, float[] into) {
    for (int i = from; i < all.size(); i++) {
      for (int start = 0; start < end; start += denseWidth) {
        all.get(i).transform(rows, start, into);
      }
    }
  }

  /** Everything there is to restore, under names of its own; a copy. */
  public Map<String, double[]> state() {
    Map<String, double[]> state = new HashMap<>();
    fill.save(state);
    running.values().forEach(scaler -> scaler.save("", state));
    bins.values().forEach(scaler -> scaler.save(state));
    label.save(state);
    return state;
  }

  /**
   * Goes on where {@link #state} was taken, bit for bit.
   *
   * @param state that state, and whatever else is kept beside it
   * @throws IllegalArgumentException if it lacks a figure, or has it for another schema
   */
  public void restore(Map<String, double[]> state) {
    ScalerState saved = new ScalerState(state);
    fill.restore(saved);
    running.values().forEach(scaler -> scaler.restore("", saved));
    bins.values().forEach(scaler -> scaler.restore(saved));
    label.restore(saved);
  }

  /** Its numbers as they lie in arrays, for whoever goes on with others in its place. */
  public ScalerArrays arrays() {
    return new ScalerArrays(settings, fill, running, fixed.keySet(), label);
  }

  /**
   * The figures of what was taken in since {@link #state} was called, for {@link #merge}.
   *
   * <p>Those of {@code standard} and {@code minmax} and the means that are filled in are of these
   * samples; those of {@code robust} and of bins, which know the newest samples only, are as they
   * are.
   */
  public Map<String, double[]> since(Map<String, double[]> before) {
    ScalerState earlier = new ScalerState(before);
    Map<String, double[]> since = new HashMap<>();
    fill.saveSince(earlier, since);
    running.values().forEach(scaler -> scaler.saveSince("", earlier, since));
    bins.values().forEach(scaler -> scaler.save(since));
    label.saveSince(earlier, since);
    return since;
  }

  /**
   * Takes in what {@link #since} gave of another scaler that went on where this one once was:
   * counts, means and squared deviations as {@link io.gradstream.data.Moments} has it, bounds by
   * the wider one; robust figures and bins become the other's.
   *
   * @throws IllegalArgumentException if a figure is missing, or of another schema
   */
  public void merge(Map<String, double[]> round) {
    ScalerState other = new ScalerState(round);
    fill.merge(other);
    running.values().forEach(scaler -> scaler.merge("", other));
    bins.values().forEach(scaler -> scaler.restore(other));
    label.merge(other);
  }

  /**
   * What a consumer needs to encode and transform samples as the learner does: fields with their
   * columns, hashes and statistics; a tree of maps, lists, strings, numbers and booleans.
   */
  public Map<String, Object> describe() {
    List<Map<String, Object>> features = new ArrayList<>();
    for (int i = 0; i < settings.features().size(); i++) {
      features.add(described(i, columns.of(i)));
    }
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("features", features);
    Map<String, Object> target = settings.label().describe();
    label.describe(target);
    description.put("label", target);
    settings.weight().ifPresent(field -> description.put("weight", field));
    if (settings.sharedBuckets() > 0) {
      description.put("buckets", settings.sharedBuckets());
    }
    description.put("width", columns.width());
    return description;
  }

  private Map<String, Object> described(int index, FeatureColumns at) {
    FeatureSettings feature = settings.features().get(index);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("field", feature.field());
    description.put("type", feature.type().word());
    feature.describe(description);
    if (feature.namesCategories() && settings.notation() == NumberNotation.CANONICAL) {
      description.put(SampleDescription.NUMBERS, NumberNotation.CANONICAL.word());
    }
    description.put("missing", feature.missing().word());
    description.put("column", at.column());
    description.put("columns", at.columns());
    if (at.hasIndicator()) {
      description.put("missingColumn", at.missing());
    }
    figures.describe(index, description);
    return description;
  }

  /** Takes as many rows into use as the batch has, and says where they end. */
  private int begin(MiniBatch raw, Tensor into) {
    if (raw.denseColumns() != denseWidth || into.columns() != denseWidth) {
      throw new IllegalArgumentException(
          "scaling needs rows of %d dense columns: %d into %s"
              .formatted(denseWidth, raw.denseColumns(), into.capacity()));
    }
    into.useRows(raw.rows());
    return raw.rows() * denseWidth;
  }

  /** What is filled in is no part of the batch, which may come again. */
  private double[] copy(double[] rows, int end) {
    if (filled.length < end) {
      filled = new double[rows.length];
    }
    System.arraycopy(rows, 0, filled, 0, end);
    return filled;
  }

  private static void round(double[] rows, float[] into, int end) {
    for (int i = 0; i < end; i++) {
      into[i] = (float) rows[i];
    }
  }

  private int[] columnsOf(Predicate<FeatureSettings> wanted) {
    IntStream.Builder scaled = IntStream.builder();
    for (int i = 0; i < settings.features().size(); i++) {
      if (wanted.test(settings.features().get(i))) {
        columnsOf(columns.of(i)).forEach(scaled::add);
      }
    }
    return scaled.build().toArray();
  }

  private static IntStream columnsOf(FeatureColumns at) {
    return IntStream.range(at.dense(), at.dense() + at.columns());
  }
}
