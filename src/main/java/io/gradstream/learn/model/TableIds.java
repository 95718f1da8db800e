package io.gradstream.learn.model;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.vocabulary.Vocabularies;
import io.gradstream.learn.vocabulary.Vocabulary;
import io.gradstream.nn.ModelInput.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which row of its table each embedded category of a batch has, in space that is reused. */
public final class TableIds {
  private static final int NONE = -1;

  private final int[] rows;
  private final @Nullable Vocabulary[] vocabularies;
  private int[] ids = {};

  /**
   * The rows of a schema's embedded fields.
   *
   * @param vocabularies those of the fields that have one
   */
  TableIds(SampleSettings sample, Vocabularies vocabularies) {
    List<Categorical> fields = sample.embeddings();
    this.rows = fields.stream().mapToInt(TableIds::rows).toArray();
    this.vocabularies = new Vocabulary[fields.size()];
    for (int i = 0; i < fields.size(); i++) {
      this.vocabularies[i] = vocabularies.of(fields.get(i));
    }
  }

  /**
   * The tables of a schema: a row for each bucket, or for each of a vocabulary's and one that is
   * shared; and one for what is missing, if that counts.
   */
  static List<Table> tables(SampleSettings sample) {
    return sample.embeddings().stream().map(TableIds::table).toList();
  }

  private static Table table(Categorical field) {
    int entries = rows(field) + (field.missing() == Missing.INDICATOR ? 1 : 0);
    int vacant = field.vocabulary().map(own -> own.size()).orElse(0);
    return new Table(field.field(), entries, field.embedding().orElseThrow(), vacant);
  }

  /** The rows that categories have: those of a vocabulary, and the one that all others share. */
  private static int rows(Categorical field) {
    return field
        .vocabulary()
        .map(own -> own.size() + 1)
        .orElseGet(() -> field.buckets().orElseThrow());
  }

  /** The rows of the batch's categories, row by row; negative for none. */
  public int[] find(MiniBatch batch) {
    long[] categories = batch.categories();
    int count = count(batch);
    for (int i = 0; i < count; i++) {
      int table = i % rows.length;
      Vocabulary vocabulary = vocabularies[table];
      ids[i] =
          vocabulary == null || categories[i] < 0
              ? row(categories[i], rows[table])
              : vocabulary.row((int) categories[i]);
    }
    return ids;
  }

  /**
   * The same, once the vocabularies have taken each sample in, one after the other: a sample's row
   * is the one its category has with that sample, not with those behind it.
   *
   * @param before how many samples were taken in before
   */
  public int[] admit(MiniBatch batch, long before) {
    long[] categories = batch.categories();
    int count = count(batch);
    for (int i = 0; i < count; i++) {
      int table = i % rows.length;
      Vocabulary vocabulary = vocabularies[table];
      ids[i] =
          vocabulary == null || categories[i] < 0
              ? row(categories[i], rows[table])
              : vocabulary.admit((int) categories[i], before + 1 + i / rows.length);
    }
    return ids;
  }

  private int count(MiniBatch batch) {
    int count = batch.rows() * rows.length;
    if (ids.length < count) {
      ids = new int[batch.categories().length];
    }
    return count;
  }

  private static int row(long category, int rows) {
    if (category >= 0) {
      return (int) (category % rows);
    }
    return category == MiniBatch.OWN_MISSING ? rows : NONE;
  }
}
