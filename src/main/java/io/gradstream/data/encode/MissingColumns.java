package io.gradstream.data.encode;

import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import java.util.Arrays;

/** What a feature's columns hold where its field is missing, and its indicator where it is not. */
record MissingColumns(FeatureSettings feature, FeatureColumns at) {
  /** What stands for a mean until the scaler, which knows it, comes by. */
  static final double MEAN = Double.NaN;

  /** What is done for a feature that is missing. */
  RowWriter absent() {
    return feature.isSparse() ? sparse() : dense(feature.fillsMean() ? MEAN : 0);
  }

  private RowWriter sparse() {
    return batch -> {
      if (at.hasIndicator()) {
        batch.sparse().append(at.missing(), 1);
      }
    };
  }

  private RowWriter dense(double fill) {
    return batch -> {
      int start = start(batch);
      double[] row = batch.features();
      Arrays.fill(row, start, start + at.columns(), fill);
      if (at.hasIndicator()) {
        row[start + at.columns()] = 1;
      }
    };
  }

  /** What is done for a feature that is there: its value is written, and that it is there. */
  RowWriter present(RowWriter value) {
    if (feature.isSparse() || !at.hasIndicator()) {
      return value;
    }
    return batch -> {
      value.write(batch);
      batch.features()[start(batch) + at.columns()] = 0;
    };
  }

  private int start(MiniBatch batch) {
    return batch.rows() * batch.denseColumns() + at.dense();
  }
}
