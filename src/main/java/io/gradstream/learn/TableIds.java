package io.gradstream.learn;

import io.gradstream.data.FeatureSettings.Categorical;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.nn.ModelInput.Table;
import java.util.List;

/** Which row of its table each embedded category of a batch has, in space that is reused. */
final class TableIds {
  private static final int NONE = -1;

  private final int[] buckets;
  private int[] ids = {};

  TableIds(SampleSettings sample) {
    this.buckets = sample.embeddings().stream().mapToInt(TableIds::buckets).toArray();
  }

  /** The tables of a schema: a row for each bucket, and one for what is missing, if that counts. */
  static List<Table> tables(SampleSettings sample) {
    return sample.embeddings().stream().map(TableIds::table).toList();
  }

  private static Table table(Categorical field) {
    int rows = buckets(field) + (field.missing() == Missing.INDICATOR ? 1 : 0);
    return new Table(field.field(), rows, field.embedding().orElseThrow());
  }

  private static int buckets(Categorical field) {
    return field.buckets().orElseThrow();
  }

  /** The rows of the batch's categories, row by row; negative for none. */
  int[] of(MiniBatch batch) {
    long[] categories = batch.categories();
    int count = batch.rows() * buckets.length;
    if (ids.length < count) {
      ids = new int[categories.length];
    }
    for (int i = 0; i < count; i++) {
      ids[i] = row(categories[i], buckets[i % buckets.length]);
    }
    return ids;
  }

  private static int row(long category, int buckets) {
    if (category >= 0) {
      return (int) (category % buckets);
    }
    return category == MiniBatch.OWN_MISSING ? buckets : NONE;
  }
}
