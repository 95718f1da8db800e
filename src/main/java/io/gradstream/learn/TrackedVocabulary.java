package io.gradstream.learn;

import io.gradstream.learn.Blocking.Order;
import io.gradstream.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A vocabulary's tensors, and which of their blocks samples change. */
final class TrackedVocabulary {
  private final Vocabulary vocabulary;
  private final TrackedTensors rows;
  private final TrackedTensors counts;

  TrackedVocabulary(Vocabulary vocabulary, BlockRoom room) {
    this.vocabulary = vocabulary;
    this.rows = rows(vocabulary, room);
    this.counts = counts(vocabulary, room);
  }

  private static TrackedTensors rows(Vocabulary vocabulary, BlockRoom room) {
    String name = vocabulary.tensor();
    Tensor categories = vocabulary.categories();
    String seen = Vocabularies.seen(vocabulary);
    int most = Math.min(room.ofParameter(name), room.ofState(name, List.of(seen)));
    return new TrackedTensors(
        name,
        blocking(categories, most),
        List.of(categories.data()),
        Map.of(seen, vocabulary.seen()));
  }

  private static TrackedTensors counts(Vocabulary vocabulary, BlockRoom room) {
    String name = Vocabularies.counts(vocabulary);
    Tensor counts = vocabulary.candidates().counts();
    int most = room.ofState(name, List.of(name));
    return new TrackedTensors(name, blocking(counts, most), List.of(), Map.of(name, counts));
  }

  private static Blocking blocking(Tensor tensor, int most) {
    return new Blocking(tensor.shape(), Order.ROWS, Math.min(most, TrackedParameter.SPARSE));
  }

  List<TrackedTensors> tensors() {
    return List.of(rows, counts);
  }

  /** Notes what samples have changed since the last call. */
  void settle() {
    mark(vocabulary.changed(), rows, vocabulary.categories().columns());
    Candidates candidates = vocabulary.candidates();
    mark(candidates.changed(), counts, candidates.counts().columns());
  }

  private static void mark(BitSet changed, TrackedTensors tensors, int columns) {
    changed.stream().forEach(row -> tensors.mark(row * columns, (row + 1) * columns));
    changed.clear();
  }
}
