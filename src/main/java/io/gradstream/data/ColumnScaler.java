package io.gradstream.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Running figures of the columns that are scaled alike, and the transformation they give. All
 * arithmetic is in double: a row's features come as the records have them, and become float32 where
 * they are written.
 */
abstract class ColumnScaler {
  /** The dense columns of a row that are scaled, ascending. */
  protected final int[] columns;

  /** How many rows were taken in. */
  protected long count;

  /** What all else can be computed from, a value per scaled column: kept in checkpoints. */
  protected final Map<String, double[]> sums = new LinkedHashMap<>();

  /** What the transformation uses, a value per scaled column: published with versions. */
  protected final Map<String, double[]> figures = new LinkedHashMap<>();

  private final String name;

  ColumnScaler(Scale scale, int[] columns) {
    this.columns = columns;
    this.name = scale.word();
  }

  /**
   * Takes in the raw row that begins at {@code start}, and writes it, transformed with figures that
   * include it, to the same place of {@code into}.
   */
  abstract void fitTransform(double[] rows, int start, float[] into);

  /** Writes the raw row that begins at {@code start}, transformed, to the same place. */
  abstract void transform(double[] rows, int start, float[] into);

  /** Follows a change of {@link #count} and {@link #sums}. */
  abstract void adoptSums();

  /** Follows a change of {@link #count} and {@link #figures}. */
  abstract void adoptFigures();

  final void save(Map<String, double[]> state) {
    state.put(name + ".count", new double[] {count});
    sums.forEach((figure, values) -> state.put(name + "." + figure, values.clone()));
  }

  final void restore(Map<String, double[]> state) {
    double[] saved = Saved.required(state, name + ".count", 1);
    sums.forEach(
        (figure, values) ->
            System.arraycopy(
                Saved.required(state, name + "." + figure, values.length),
                0,
                values,
                0,
                values.length));
    count = (long) saved[0];
    adoptSums();
  }

  /** Puts the count and the figures of {@code size} columns from {@code column} on. */
  final void describe(int column, int size, Map<String, Object> into) {
    int from = Arrays.binarySearch(columns, column);
    into.put("count", count);
    figures.forEach((figure, values) -> into.put(figure, Described.figures(values, from, size)));
  }

  /** Takes over what {@link #describe} put. */
  final void adopt(int column, int size, Map<String, Object> description) {
    int from = Arrays.binarySearch(columns, column);
    count = Described.value(description, "count", Number.class).longValue();
    figures.forEach(
        (figure, values) -> {
          double[] described = Described.numbers(description, figure, size);
          System.arraycopy(described, 0, values, from, size);
        });
    adoptFigures();
  }
}
