package io.gradstream.learn.vocabulary;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.version.RowPatch;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Vocabularies of a model that several learn: what a round says of them, and what becomes of it.
 *
 * <p>The model's take in what the rounds' samples had, in the order of the log, as those of one
 * learner that had the samples in this order: who is admitted, whose row is given away, and how
 * often others were seen is the same to the bit. What a round has made of a row goes to the row
 * that the category has in the model by then, and is lost where it has none.
 */
public final class SharedVocabularies {
  private final Vocabularies vocabularies;

  /** These, as some of several. */
  public SharedVocabularies(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /** Has this told every table and row that gets a category, when the row has started again. */
  public void onGiven(ObjIntConsumer<Categorical> listener) {
    vocabularies.forEach((field, each) -> each.onGiven(row -> listener.accept(field, row)));
  }

  /** Notes what is taken in from now on, behind so many samples of the model. */
  public void beginRound(long before) {
    vocabularies.forEach((field, each) -> each.beginRound(before));
  }

  /**
   * What a round says of them: below {@code seen/} which category each of its samples has, and
   * which category the rows are of that it has changed.
   *
   * @param weights what it has changed of parameters, by name
   * @param slots the same of what the optimizer keeps of them
   */
  public Map<String, RowPatch> ofRound(Map<String, RowPatch> weights, Map<String, RowPatch> slots) {
    Map<String, RowPatch> said = new HashMap<>();
    vocabularies.forEach(
        (field, each) -> {
          BitSet changed = new BitSet();
          addRows(field, weights, changed);
          addRows(field, slots, changed);
          changed.clear(each.size(), Math.max(each.size(), changed.length()));
          each.sightings().ifPresent(patch -> said.put(Vocabularies.seen(each), patch));
          each.owners(changed).ifPresent(patch -> said.put(each.tensor(), patch));
        });
    return said;
  }

  private static void addRows(Categorical field, Map<String, RowPatch> patches, BitSet rows) {
    int columns = field.embedding().orElseThrow();
    patches.forEach(
        (name, patch) -> {
          if (isOf(field, name)) {
            IntStream.range(0, patch.size()).forEach(i -> rows.set(patch.row(i) / columns));
          }
        });
  }

  /** Whether a tensor is a table of theirs, or what an optimizer keeps of one. */
  public boolean haveRowsOf(String name) {
    return vocabularies.fields().stream().anyMatch(field -> isOf(field, name));
  }

  /** Whether a tensor is a field's table, or what an optimizer keeps of it. */
  public static boolean isOf(Categorical field, String name) {
    String table = field.table();
    return name.equals(table) || name.substring(name.indexOf('/') + 1).equals(table);
  }

  /**
   * Whether what a round of so many samples says is of these, and of no rows that they have not.
   */
  public boolean fit(Map<String, RowPatch> said, int samples) {
    Map<String, Integer> ends = new HashMap<>();
    vocabularies.forEach(
        (field, each) -> {
          ends.put(Vocabularies.seen(each), samples + 1);
          ends.put(each.tensor(), each.size());
        });
    return said.entrySet().stream()
        .allMatch(
            each -> {
              RowPatch patch = each.getValue();
              return patch.columns() == Categories.PAIR
                  && patch.row(patch.size() - 1) < ends.getOrDefault(each.getKey(), 0);
            });
  }

  /**
   * Takes in what a round says.
   *
   * @param before how many samples the model had before it
   * @return where the rows are that it has changed; valid until the next call
   */
  public MergedRows merge(Map<String, RowPatch> said, long before) {
    Map<Categorical, RowMoves> moves = new HashMap<>();
    vocabularies.forEach(
        (field, each) -> {
          BitSet begun = each.admitAll(said.get(Vocabularies.seen(each)), before);
          Optional<RowPatch> owners = Optional.ofNullable(said.get(each.tensor()));
          int columns = field.embedding().orElseThrow();
          moves.put(field, new RowMoves(columns, owners, each, begun));
        });
    return new MergedRows(moves);
  }
}
