package io.gradstream.data;

import io.gradstream.tensor.SparseRows;
import java.util.Arrays;

/** Rows of a batch over all logical columns, dense and sparse, for tests to compare. */
public final class LogicalRows {
  private LogicalRows() {}

  /** One row, by the numbering that versions publish. */
  public static float[] of(MiniBatch batch, SampleSettings settings, int row) {
    float[] logical = new float[settings.width()];
    int[] dense = settings.denseColumns();
    for (int i = 0; i < dense.length; i++) {
      logical[dense[i]] = (float) batch.features()[row * dense.length + i];
    }
    SparseRows sparse = batch.sparse();
    for (int i = sparse.start(row); i < sparse.end(row); i++) {
      logical[sparse.indices()[i]] += sparse.values()[i];
    }
    return logical;
  }

  /** A batch of rows over all logical columns of a schema. */
  public static MiniBatch batch(SampleSettings settings, float[]... rows) {
    MiniBatch batch = new MiniBatch(settings, rows.length);
    int[] dense = settings.denseColumns();
    for (float[] row : rows) {
      for (int i = 0; i < dense.length; i++) {
        batch.features()[batch.rows() * dense.length + i] = row[dense[i]];
      }
      for (int column = 0; column < row.length; column++) {
        if (row[column] != 0 && Arrays.binarySearch(dense, column) < 0) {
          batch.sparse().append(column, row[column]);
        }
      }
      batch.accept();
    }
    return batch;
  }
}
