package io.gradstream.data;

/**
 * Where a feature stands among the columns of a sample.
 *
 * @param column the first logical column of its values
 * @param columns how many columns its values may fill
 * @param dense the index of {@code column} among the dense columns, where the feature is dense
 * @param missing the logical column that says that its field is missing, behind its values' own; -1
 *     where it has none
 */
public record FeatureColumns(int column, int columns, int dense, int missing) {
  /** Whether a column says that the field is missing. */
  public boolean hasIndicator() {
    return missing >= 0;
  }
}
