package io.gradstream.version;

import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a first layer gives each feature: its weight, where it has one, and otherwise the norm of
 * all of its weights. Features that share their columns are not told apart, and not shown.
 */
public final class FeatureWeights {
  private static final String FIRST_WEIGHT = "0.weight";

  /** What only features of shared columns have: hashes that differ by it. */
  private static final String SHARED = "seed";

  private static final int MOST = 30;

  private final Tensor weights;
  private final int columns;

  private FeatureWeights(Tensor weights) {
    this.weights = weights;
    this.columns = weights.columns();
  }

  /** Of a version, those of the largest size first; none where it came in blocks. */
  public static List<Map<String, Object>> of(ModelVersion version) {
    Tensor weights = version.parameters().get(FIRST_WEIGHT);
    if (weights == null
        || weights.shape().rank() != 2
        || !(version.sample().get("features") instanceof List<?> features)) {
      return List.of();
    }
    FeatureWeights of = new FeatureWeights(weights);
    List<Map<String, Object>> all = new ArrayList<>();
    for (Object each : features) {
      if (each instanceof Map<?, ?> feature && !feature.containsKey(SHARED)) {
        of.add(all, feature);
      }
    }
    all.sort(Comparator.comparingDouble(FeatureWeights::size).reversed());
    return all.subList(0, Math.min(all.size(), MOST));
  }

  private static double size(Map<String, Object> feature) {
    return feature.get("weight") instanceof Double weight ? Math.abs(weight) : 0;
  }

  private void add(List<Map<String, Object>> all, Map<?, ?> feature) {
    if (feature.get("column") instanceof Number column
        && feature.get("columns") instanceof Number count
        && column.intValue() + count.intValue() <= columns) {
      double weight = weight(column.intValue(), count.intValue());
      if (Double.isFinite(weight)) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("field", String.valueOf(feature.get("field")));
        tree.put("columns", count.intValue());
        tree.put("weight", weight);
        all.add(tree);
      }
    }
  }

  private double weight(int column, int count) {
    int rows = weights.rows();
    if (rows == 1 && count == 1) {
      return weights.data()[column];
    }
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        double weight = weights.data()[row * columns + column + i];
        squares += weight * weight;
      }
    }
    return Math.sqrt(squares);
  }
}
