package io.gradstream.data.scale;

import io.gradstream.data.Description;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.Scale;
import java.util.List;
import java.util.Map;

/**
 * The scalers' figures by feature: what each of them has of one feature's columns, to describe, to
 * adopt from a description, and to forget.
 */
record FeatureFigures(
    List<FeatureSettings> features,
    SampleColumns columns,
    MeanFill fill,
    Map<Scale.Kind, ColumnScaler> running,
    Map<Integer, ColumnScaler> fixed,
    Map<Integer, BinScaler> bins) {

  /** Takes over the figures that a feature is described with; {@link #adopted} ends it. */
  void adopt(int feature, Description described) {
    FeatureColumns at = columns.of(feature);
    if (features.get(feature).fillsMean() && described.has(MeanFill.MEANS)) {
      fill.adopt(at.dense(), at.columns(), described);
    }
    ColumnScaler figures = running.get(features.get(feature).scale().kind());
    if (figures != null && !fixed.containsKey(feature)) {
      figures.adopt(at.dense(), at.columns(), described);
    }
    BinScaler edges = bins.get(feature);
    if (edges != null) {
      edges.adopt(described);
    }
  }

  /** Every feature has adopted what it will. */
  void adopted() {
    running.values().forEach(ColumnScaler::adoptFigures);
  }

  /** Whether something of a feature changes with the samples. */
  boolean hasRunning(int feature) {
    FeatureSettings of = features.get(feature);
    return of.fillsMean()
        || bins.containsKey(feature)
        || (running.containsKey(of.scale().kind()) && !fixed.containsKey(feature));
  }

  /** Forgets what was taken in of a feature. */
  void reset(int index) {
    FeatureSettings feature = features.get(index);
    FeatureColumns at = columns.of(index);
    if (feature.fillsMean()) {
      fill.reset(at);
    }
    ColumnScaler figures = running.get(feature.scale().kind());
    if (figures != null && !feature.scale().isFixed()) {
      figures.reset(at.dense(), at.columns());
    }
    BinScaler edges = bins.get(index);
    if (edges != null) {
      edges.reset();
    }
  }

  /** Adds the figures of a feature to its description. */
  void describe(int index, Map<String, Object> description) {
    FeatureSettings feature = features.get(index);
    FeatureColumns at = columns.of(index);
    if (feature.fillsMean()) {
      fill.describe(at.dense(), at.columns(), description);
    }
    ColumnScaler own = fixed.get(index);
    ColumnScaler scaler = own == null ? running.get(feature.scale().kind()) : own;
    if (own != null) {
      description.put("fixed", true);
    }
    if (scaler != null) {
      scaler.describe(at.dense(), at.columns(), description);
    }
    BinScaler edges = bins.get(index);
    if (edges != null) {
      edges.describe(description);
    }
  }
}
