package io.gradstream.learn.vocabulary;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.version.RowPatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where what a round has changed is in the model that it is put into, for each table that has a
 * vocabulary.
 */
public final class MergedRows {
  private final Map<Categorical, RowMoves> moves;

  MergedRows(Map<Categorical, RowMoves> moves) {
    this.moves = moves;
  }

  /** What patches change of what the model had: all that is of no such table too. */
  public Map<String, RowPatch> standing(Map<String, RowPatch> patches) {
    return moved(patches, false);
  }

  /** What patches change of rows that the round has begun in the model. */
  public Map<String, RowPatch> begun(Map<String, RowPatch> patches) {
    return moved(patches, true);
  }

  private Map<String, RowPatch> moved(Map<String, RowPatch> patches, boolean ofBegun) {
    Map<String, RowPatch> moved = new HashMap<>();
    patches.forEach(
        (name, patch) -> moved(name, patch, ofBegun).ifPresent(each -> moved.put(name, each)));
    return moved;
  }

  private Optional<RowPatch> moved(String name, RowPatch patch, boolean ofBegun) {
    for (Map.Entry<Categorical, RowMoves> each : moves.entrySet()) {
      if (SharedVocabularies.isOf(each.getKey(), name)) {
        return each.getValue().moved(patch, ofBegun);
      }
    }
    return ofBegun ? Optional.empty() : Optional.of(patch);
  }
}
