package io.gradstream.data.scale;

/** What scales some columns of a row by figures that it has, or takes from the rows. */
interface RowScaler {
  /**
   * Takes in the raw row that begins at {@code start}, and writes it, transformed with figures that
   * include it, to the same place of {@code into}.
   */
  void fitTransform(double[] rows, int start, float[] into);

  /** Writes the raw row that begins at {@code start}, transformed, to the same place. */
  void transform(double[] rows, int start, float[] into);
}
