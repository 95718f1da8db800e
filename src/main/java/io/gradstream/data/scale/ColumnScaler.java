package io.gradstream.data.scale;

import io.gradstream.data.Description;
import io.gradstream.data.Scale;
import io.gradstream.settings.SettingsText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Running figures of the columns that are scaled alike, and the transformation they give. All
 * arithmetic is in double: a row's features come as the records have them, and become float32 where
 * they are written.
 */
abstract class ColumnScaler implements RowScaler {
  private static final String SINCE = ".since";

  /** The dense columns of a row that are scaled, ascending. */
  protected final int[] columns;

  /** How many rows were taken in. */
  protected long count;

  /**
   * How many rows had been taken in when each scaled column began anew; empty where none ever has,
   * as in most.
   */
  protected double[] since = {};

  /** What all else can be computed from, a value per scaled column: kept in checkpoints. */
  protected final Map<String, double[]> sums = new LinkedHashMap<>();

  /** What the transformation uses, a value per scaled column: published with versions. */
  protected final Map<String, double[]> figures = new LinkedHashMap<>();

  // Those of the sums again, for walking over them without allocating.
  private double @Nullable [][] sumArrays;

  /** How far from 0 each scaled column's values may be. */
  private final double[] bounds;

  private final String name;

  ColumnScaler(Scale.Kind kind, int[] columns, double[] bounds) {
    this.columns = columns;
    this.bounds = bounds;
    this.name = SettingsText.of(kind);
  }

  /**
   * What scales dense columns so, by running figures unless they are fixed.
   *
   * @param columns the columns, ascending
   * @param bounds how far from 0 the values of each may be
   */
  static ColumnScaler of(Scale.Kind kind, int[] columns, double[] bounds) {
    return switch (kind) {
      case STANDARD -> new StandardScaler(columns, bounds);
      case MINMAX -> new MinMaxScaler(columns, bounds);
      case ROBUST -> new RobustScaler(columns, bounds);
      case NONE -> throw new IllegalStateException("none is no scaler's");
    };
  }

  /** What is taken from the {@code i}th scaled column's values. */
  abstract double centre(int i);

  /** What they are divided by then; not positive where nothing varies. */
  abstract double spread(int i);

  /** Follows a change of {@link #count} and {@link #sums}. */
  abstract void adoptSums();

  /** Follows a change of {@link #figures}, and of {@link #count} if they come from a stream. */
  abstract void adoptFigures();

  /** The float32 of a scaled value of the {@code i}th scaled column, within its bound. */
  final float bounded(double scaled, int i) {
    return (float) Math.max(-bounds[i], Math.min(bounds[i], scaled));
  }

  /** How many rows the figures of a scaled column are over. */
  final long countOf(int i) {
    return since.length == 0 ? count : count - (long) since[i];
  }

  /** Has {@code size} columns from {@code column} on begin anew. */
  final void reset(int column, int size) {
    if (count == 0) {
      return;
    }
    int from = Arrays.binarySearch(columns, column);
    since = Arrays.copyOf(since, columns.length);
    Arrays.fill(since, from, from + size, count);
    int each = sums.values().iterator().next().length / columns.length;
    sums.values().forEach(values -> Arrays.fill(values, from * each, (from + size) * each, 0));
    figures.values().forEach(values -> Arrays.fill(values, from, from + size, 0));
    adoptSums();
  }

  /** Puts all there is to restore, under names that begin so. */
  final void save(String prefix, Map<String, double[]> state) {
    String own = prefix + name;
    state.put(own + ".count", new double[] {count});
    if (since.length > 0) {
      state.put(own + SINCE, since.clone());
    }
    sums.forEach((figure, values) -> state.put(own + "." + figure, values.clone()));
  }

  /** Takes up what {@link #save} put. */
  final void restore(String prefix, ScalerState state) {
    String own = prefix + name;
    double[] saved = new double[1];
    state.copyTo(saved, own + ".count");
    sums.forEach((figure, values) -> state.copyTo(values, own + "." + figure));
    count = (long) saved[0];
    since = state.has(own + SINCE) ? new double[columns.length] : new double[0];
    if (since.length > 0) {
      state.copyTo(since, own + SINCE);
    }
    adoptSums();
  }

  /** How many numbers {@link #copyNumbers} gives. */
  final int numberCount() {
    return 1 + sums.values().stream().mapToInt(each -> each.length).sum();
  }

  /** Copies all there is to restore, and says where that ends. */
  final int copyNumbers(double[] into, int at) {
    into[at] = count;
    int end = at + 1;
    for (double[] values : sumsInOrder()) {
      System.arraycopy(values, 0, into, end, values.length);
      end += values.length;
    }
    return end;
  }

  /** Takes up what {@link #copyNumbers} gave, of columns none of which ever began anew. */
  final int takeNumbers(double[] from, int at) {
    count = (long) from[at];
    int end = at + 1;
    for (double[] values : sumsInOrder()) {
      System.arraycopy(from, end, values, 0, values.length);
      end += values.length;
    }
    adoptSums();
    return end;
  }

  private double[][] sumsInOrder() {
    double[][] known = sumArrays;
    if (known == null) {
      known = sums.values().toArray(double[][]::new);
      sumArrays = known;
    }
    return known;
  }

  /** Has what was taken in count as that of at most so many rows. */
  void weaken(long most) {}

  /** How many figures a column has. */
  final int figureCount() {
    return figures.size();
  }

  /** Copies the figures of {@code size} columns from {@code column} on, one kind behind another. */
  final int copyFigures(int column, int size, double[] into, int at) {
    int from = Arrays.binarySearch(columns, column);
    int end = at;
    for (double[] values : figures.values()) {
      System.arraycopy(values, from, into, end, size);
      end += size;
    }
    return end;
  }

  /**
   * Puts what {@link #merge} is to take in of the rows since {@link #save} was called: all there is
   * to restore, unless figures of several streams can be put together.
   */
  void saveSince(String prefix, ScalerState before, Map<String, double[]> into) {
    save(prefix, into);
  }

  /** Takes in what another scaler has put that went on where this one once was. */
  void merge(String prefix, ScalerState round) {
    restore(prefix, round);
  }

  /** Another scaler of such columns, as it was saved. */
  final <S extends ColumnScaler> S restored(S other, String prefix, ScalerState state) {
    other.restore(prefix, state);
    return other;
  }

  /** How far from 0 the values of each scaled column may be; shared. */
  final double[] bounds() {
    return bounds;
  }

  /** Takes these figures, a list for each name of {@link #figures}. */
  final void fix(Map<String, List<Double>> fixed) {
    figures.forEach(
        (figure, values) -> Arrays.setAll(values, fixed.getOrDefault(figure, List.of())::get));
    adoptFigures();
  }

  /** Puts the count and the figures of {@code size} columns from {@code column} on. */
  final void describe(int column, int size, Map<String, Object> into) {
    int from = Arrays.binarySearch(columns, column);
    into.put("count", countOf(from));
    figures.forEach((figure, values) -> into.put(figure, Description.figures(values, from, size)));
  }

  /** Takes over what {@link #describe} put; {@link #adoptFigures} is to follow. */
  final void adopt(int column, int size, Description description) {
    int from = Arrays.binarySearch(columns, column);
    count = description.value("count", Number.class).longValue();
    figures.forEach(
        (figure, values) -> {
          double[] described = description.numbers(figure, size);
          System.arraycopy(described, 0, values, from, size);
        });
  }
}
