package io.gradstream.data.encode;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import java.util.Arrays;

/** What a feature's columns hold where its field is missing, and its indicator where it is not. */
final class MissingColumns {
  /** What stands for a mean until the scaler, which knows it, comes by. */
  static final double MEAN = Double.NaN;

  private MissingColumns() {}

  /** What is done for a feature that is missing. */
  static RowWriter absent(FeatureSettings feature, FeatureColumns at) {
    return feature.isSparse() ? sparse(at) : dense(at, feature.fillsMean() ? MEAN : 0);
  }

  private static RowWriter sparse(FeatureColumns at) {
    return batch -> {
      if (at.hasIndicator()) {
        batch.sparse().append(at.missing(), 1);
      }
    };
  }

  private static RowWriter dense(FeatureColumns at, double fill) {
    return batch -> {
      int start = start(batch, at);
      double[] row = batch.features();
      Arrays.fill(row, start, start + at.columns(), fill);
      if (at.hasIndicator()) {
        row[start + at.columns()] = 1;
      }
    };
  }

  /** What is done for a feature that is there, besides writing its value. */
  static RowWriter present(FeatureSettings feature, FeatureColumns at, RowWriter value) {
    if (feature.isSparse() || !at.hasIndicator()) {
      return value;
    }
    return batch -> batch.features()[start(batch, at) + at.columns()] = 0;
  }

  private static int start(MiniBatch batch, FeatureColumns at) {
    return batch.rows() * batch.denseColumns() + at.dense();
  }
}
