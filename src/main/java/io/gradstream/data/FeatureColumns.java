package io.gradstream.data;

/**
 * Where a feature stands among the columns of a sample.
 *
 * @param column its first logical column
 * @param columns how many columns it may fill
 * @param dense the index of {@code column} among the dense columns, where the feature is dense
 */
public record FeatureColumns(int column, int columns, int dense) {}
