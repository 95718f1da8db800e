package io.gradstream.learn.drift;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of a schema's samples can be told apart: its dense columns, its embedded fields, and its
 * sparse features, of which those that share columns are one; and which feature each belongs to.
 */
final class ObservedColumns {
  /** So many of those that share columns are named. */
  private static final int NAMED = 3;

  private final List<String> names = new ArrayList<>();
  private final int[] starts;
  private final int[] ends;
  private final int dense;
  private final int embedded;
  private final int[] features;

  /** Those of a schema. */
  ObservedColumns(SampleSettings sample) {
    this.dense = sample.denseColumns().length;
    this.embedded = sample.embeddings().size();
    IntStream.Builder owners = IntStream.builder();
    addDense(sample, owners);
    addEmbedded(sample, owners);
    List<FeatureColumns> sparse = addSparse(sample, owners);
    this.starts = sparse.stream().mapToInt(FeatureColumns::column).toArray();
    this.ends = sparse.stream().mapToInt(ObservedColumns::end).toArray();
    addShared(sample, owners);
    this.features = owners.build().toArray();
  }

  private void addDense(SampleSettings sample, IntStream.Builder owners) {
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      if (!feature.isSparse() && feature.embedded().isEmpty()) {
        FeatureColumns columns = sample.columns().of(i);
        int count = columns.columns() + (columns.hasIndicator() ? 1 : 0);
        IntStream.range(0, count).forEach(column -> owners.add(names.size()));
        names.add(feature.field());
      }
    }
  }

  private void addEmbedded(SampleSettings sample, IntStream.Builder owners) {
    sample
        .embeddings()
        .forEach(
            feature -> {
              owners.add(names.size());
              names.add(feature.field());
            });
  }

  /** Those of sparse features that share none, ascending as all columns are in their order. */
  private List<FeatureColumns> addSparse(SampleSettings sample, IntStream.Builder owners) {
    List<FeatureColumns> sparse = new ArrayList<>();
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      if (feature.isSparse() && !feature.sharesColumns()) {
        sparse.add(sample.columns().of(i));
        owners.add(names.size());
        names.add(feature.field());
      }
    }
    return sparse;
  }

  private static int end(FeatureColumns columns) {
    return columns.hasIndicator() ? columns.missing() + 1 : columns.column() + columns.columns();
  }

  private void addShared(SampleSettings sample, IntStream.Builder owners) {
    List<String> sharing =
        sample.features().stream()
            .filter(FeatureSettings::sharesColumns)
            .map(FeatureSettings::field)
            .toList();
    if (sharing.isEmpty()) {
      return;
    }
    owners.add(names.size());
    names.add(
        String.join(", ", sharing.subList(0, Math.min(NAMED, sharing.size())))
            + (sharing.size() > NAMED ? " and %d more".formatted(sharing.size() - NAMED) : ""));
  }

  /** What can be told apart: dense ones first, embedded ones, sparse ones. */
  int columns() {
    return features.length;
  }

  int dense() {
    return dense;
  }

  int embedded() {
    return embedded;
  }

  /** The index of a column's feature among the {@linkplain #names names}. */
  int feature(int column) {
    return features[column];
  }

  List<String> names() {
    return names;
  }

  /** Which of all a logical column of a sparse feature is. */
  int ofSparse(int logical) {
    int found = Arrays.binarySearch(starts, logical);
    int feature = found < 0 ? -found - 2 : found;
    boolean owned = feature >= 0 && logical < ends[feature];
    return dense + embedded + (owned ? feature : starts.length);
  }
}
