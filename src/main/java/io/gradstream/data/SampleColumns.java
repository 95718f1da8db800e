package io.gradstream.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The one numbering of a sample's columns: the features' own, in the features' order, and behind
 * them those that hashed features share.
 */
public final class SampleColumns {
  private final List<FeatureColumns> features = new ArrayList<>();
  private final IntStream.Builder denseColumns = IntStream.builder();
  private final int[] dense;
  private final int shared;
  private final int sharedCount;
  private int own;
  private int denseCount;

  SampleColumns(SampleSettings settings) {
    List<FeatureSettings> all = settings.features();
    this.shared = all.stream().mapToInt(SampleColumns::own).sum();
    this.sharedCount = settings.sharedBuckets();
    all.forEach(this::place);
    this.dense = denseColumns.build().toArray();
  }

  /** How many columns a feature has of its own. */
  static int own(FeatureSettings feature) {
    return feature.columns() + (feature.hasIndicator() ? 1 : 0);
  }

  private void place(FeatureSettings feature) {
    int count = own(feature);
    int indicator = count > feature.columns() ? own + feature.columns() : -1;
    features.add(
        feature.sharesColumns()
            ? new FeatureColumns(shared, sharedCount, denseCount, indicator)
            : new FeatureColumns(own, feature.columns(), denseCount, indicator));
    if (!feature.isSparse()) {
      IntStream.range(own, own + count).forEach(denseColumns::add);
      denseCount += count;
    }
    own += count;
  }

  /** Those of a feature, by its index. */
  public FeatureColumns of(int feature) {
    return features.get(feature);
  }

  /** How many there are: the features' own and the shared ones. */
  public int width() {
    return shared + sharedCount;
  }

  /** Those that are dense, ascending; shared, not to be changed. */
  public int[] dense() {
    return dense;
  }
}
