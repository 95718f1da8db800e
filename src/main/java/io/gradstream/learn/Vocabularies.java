package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.SampleSettings;
import io.gradstream.optim.Optimizer;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.VocabularyFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vocabularies of a schema's fields, and their state: what is published, which category each
 * row has, and what only the learner needs.
 */
final class Vocabularies {
  private static final String EVICTIONS = "vocabulary/";
  private static final String SEEN = "seen/";
  private static final String COUNTS = "counts/";

  private final Map<Categorical, Vocabulary> byField = new LinkedHashMap<>();

  /** Vocabularies without a category. */
  Vocabularies(SampleSettings sample) {
    for (Categorical field : sample.embeddings()) {
      if (field.vocabulary().isPresent()) {
        byField.put(field, new Vocabulary(field));
      }
    }
  }

  /** The one of a field, if it has one. */
  @Nullable Vocabulary of(Categorical field) {
    return byField.get(field);
  }

  List<Vocabulary> all() {
    return List.copyOf(byField.values());
  }

  /**
   * Has a row that is given to a category start again as a copy of the shared row, which stood for
   * the category so far: nothing is left of the category that had it.
   */
  void restartRows(Map<String, Parameter> parameters, Optimizer optimizer) {
    byField.forEach(
        (field, vocabulary) -> {
          Parameter table = State.require(parameters, field.table());
          int shared = field.vocabulary().orElseThrow().size();
          vocabulary.onGiven(row -> optimizer.restart(table, row, shared));
        });
  }

  /** The tensors that are published by name; shared. */
  Map<String, Tensor> published() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byField.values().forEach(each -> tensors.put(each.tensor(), each.categories()));
    return tensors;
  }

  /** The tensors that only the learner needs by name; shared. */
  Map<String, Tensor> state() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Vocabulary each : byField.values()) {
      tensors.put(seen(each), each.seen());
      tensors.put(counts(each), each.candidates().counts());
    }
    return tensors;
  }

  static String seen(Vocabulary vocabulary) {
    return SEEN + vocabulary.tensor();
  }

  static String counts(Vocabulary vocabulary) {
    return COUNTS + vocabulary.tensor();
  }

  /** The numbers that only the learner needs. */
  Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    byField
        .values()
        .forEach(each -> numbers.put(EVICTIONS + each.name(), new double[] {each.evictions()}));
    return numbers;
  }

  /** Writes what is published of a model to begin with; nothing is known of when it was seen. */
  void startFrom(Map<String, Tensor> initial) {
    load(published(), initial);
    startFromLoaded();
  }

  /** Begins with what was written to the tensors that are published. */
  void startFromLoaded() {
    byField.values().forEach(each -> each.adopt(0));
  }

  /** Writes the tensors that only the learner needs. */
  void loadState(Map<String, Tensor> saved) {
    load(state(), saved);
  }

  private static void load(Map<String, Tensor> own, Map<String, Tensor> others) {
    own.forEach(
        (name, tensor) -> {
          Tensor other = State.require(others, name);
          State.requireShape(name, tensor.shape(), other.shape());
          System.arraycopy(other.data(), 0, tensor.data(), 0, tensor.size());
        });
  }

  /** Goes on from what was written to the tensors. */
  void restore(Map<String, double[]> numbers) {
    byField
        .values()
        .forEach(each -> each.adopt((long) State.require(numbers, EVICTIONS + each.name())[0]));
  }

  /** Adds to a version's {@code sample} what it says of them. */
  void describe(Map<String, Object> sample) {
    describe(sample, Vocabulary::figures);
  }

  /** Adds the longest that {@link #describe} could add. */
  void outline(Map<String, Object> sample) {
    describe(sample, Vocabulary::outline);
  }

  private void describe(
      Map<String, Object> sample, Function<Vocabulary, VocabularyFigures> figures) {
    Map<String, VocabularyFigures> all = new LinkedHashMap<>();
    byField.values().forEach(each -> all.put(each.name(), figures.apply(each)));
    VocabularyFigures.put(all, sample);
  }

  /** What they are now is in a version. */
  void taken() {
    byField.values().forEach(Vocabulary::published);
  }
}
