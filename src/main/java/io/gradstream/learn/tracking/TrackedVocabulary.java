package io.gradstream.learn.tracking;

import io.gradstream.learn.vocabulary.Candidates;
import io.gradstream.learn.vocabulary.Vocabularies;
import io.gradstream.learn.vocabulary.Vocabulary;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockLayout.Order;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A vocabulary's tensors, and which of their blocks samples change. */
final class TrackedVocabulary {
  private final Vocabulary vocabulary;
  private final TrackedTensors rows;
  private final TrackedTensors counts;

  TrackedVocabulary(Vocabulary vocabulary, BlockLimits limits) {
    this.vocabulary = vocabulary;
    this.rows = rows(vocabulary, limits);
    this.counts = counts(vocabulary, limits);
  }

  private static TrackedTensors rows(Vocabulary vocabulary, BlockLimits limits) {
    String name = vocabulary.tensor();
    Tensor categories = vocabulary.categories();
    String seen = Vocabularies.seen(vocabulary);
    int most = Math.min(limits.ofParameter(name), limits.ofState(name, List.of(seen)));
    RowCut cut = RowCut.of(categories.columns(), most, limits);
    return new TrackedTensors(
        name,
        new BlockLayout(categories.shape(), Order.ROWS, cut.block()),
        cut.columns(),
        List.of(categories.data()),
        Map.of(seen, vocabulary.seen()));
  }

  private static TrackedTensors counts(Vocabulary vocabulary, BlockLimits limits) {
    String name = Vocabularies.counts(vocabulary);
    Tensor counts = vocabulary.candidates().counts();
    int most = limits.ofState(name, List.of(name));
    RowCut cut = RowCut.of(counts.columns(), most, limits);
    BlockLayout layout = new BlockLayout(counts.shape(), Order.ROWS, cut.block());
    return new TrackedTensors(name, layout, cut.columns(), List.of(), Map.of(name, counts));
  }

  List<TrackedTensors> tensors() {
    return List.of(rows, counts);
  }

  /** Notes what samples have changed since the last call. */
  void noteChanges() {
    mark(vocabulary.changed(), rows, vocabulary.categories().columns());
    Candidates candidates = vocabulary.candidates();
    mark(candidates.changed(), counts, candidates.counts().columns());
  }

  private static void mark(BitSet changed, TrackedTensors tensors, int columns) {
    changed.stream().forEach(row -> tensors.mark(row * columns, (row + 1) * columns));
    changed.clear();
  }
}
