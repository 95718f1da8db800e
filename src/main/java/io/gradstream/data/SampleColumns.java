package io.gradstream.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The one numbering of a sample's columns: the features' own, in the features' order, and behind
 * them those that hashed features share.
 */
final class SampleColumns {
  private final List<FeatureColumns> features = new ArrayList<>();
  private final int[] dense;
  private final int width;
  private final boolean sparse;

  SampleColumns(SampleSettings settings) {
    List<FeatureSettings> all = settings.features();
    int shared =
        all.stream().filter(each -> !each.sharesColumns()).mapToInt(FeatureSettings::columns).sum();
    IntStream.Builder denseColumns = IntStream.builder();
    int column = 0;
    int denseCount = 0;
    for (FeatureSettings feature : all) {
      if (feature.sharesColumns()) {
        features.add(new FeatureColumns(shared, settings.sharedBuckets(), denseCount));
      } else {
        features.add(new FeatureColumns(column, feature.columns(), denseCount));
        if (!feature.isSparse()) {
          IntStream.range(column, column + feature.columns()).forEach(denseColumns::add);
          denseCount += feature.columns();
        }
        column += feature.columns();
      }
    }
    this.dense = denseColumns.build().toArray();
    this.sparse = all.stream().anyMatch(FeatureSettings::isSparse);
    this.width = column + settings.sharedBuckets();
  }

  FeatureColumns of(int feature) {
    return features.get(feature);
  }

  int width() {
    return width;
  }

  int[] dense() {
    return dense;
  }

  boolean isSparse() {
    return sparse;
  }
}
