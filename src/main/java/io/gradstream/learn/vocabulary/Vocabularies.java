package io.gradstream.learn.vocabulary;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.SampleSettings;
import io.gradstream.optim.Optimizer;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.NamedState;
import io.gradstream.version.VocabularyFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vocabularies of a schema's fields, and their state: what is published, which category each
 * row has, and what only the learner needs.
 */
public final class Vocabularies {
  private static final String EVICTIONS = "vocabulary/";
  private static final String SEEN = "seen/";
  private static final String COUNTS = "counts/";

  private final Map<Categorical, Vocabulary> byField = new LinkedHashMap<>();

  /** Vocabularies without a category. */
  public Vocabularies(SampleSettings sample) {
    for (Categorical field : sample.embeddings()) {
      if (field.vocabulary().isPresent()) {
        byField.put(field, new Vocabulary(field));
      }
    }
  }

  /** The one of a field, if it has one. */
  public @Nullable Vocabulary of(Categorical field) {
    return byField.get(field);
  }

  Set<Categorical> fields() {
    return byField.keySet();
  }

  void forEach(BiConsumer<Categorical, Vocabulary> action) {
    byField.forEach(action);
  }

  public List<Vocabulary> all() {
    return List.copyOf(byField.values());
  }

  /**
   * Has a row that is given to a category start again as a copy of the shared row, which stood for
   * the category so far: nothing is left of the category that had it.
   */
  public void restartRows(Map<String, Parameter> parameters, Optimizer optimizer) {
    byField.forEach(
        (field, vocabulary) -> {
          Parameter table = NamedState.require(parameters, field.table());
          int shared = field.vocabulary().orElseThrow().size();
          vocabulary.onGiven(row -> optimizer.restart(table, row, shared));
        });
  }

  /** The tensors that are published by name; shared. */
  public Map<String, Tensor> publishedTensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byField.values().forEach(each -> tensors.put(each.tensor(), each.categories()));
    return tensors;
  }

  /** The tensors that only the learner needs by name; shared. */
  public Map<String, Tensor> state() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Vocabulary each : byField.values()) {
      tensors.put(seen(each), each.seen());
      tensors.put(counts(each), each.candidates().counts());
    }
    return tensors;
  }

  public static String seen(Vocabulary vocabulary) {
    return SEEN + vocabulary.tensor();
  }

  public static String counts(Vocabulary vocabulary) {
    return COUNTS + vocabulary.tensor();
  }

  /** The numbers that only the learner needs. */
  public Map<String, double[]> numbers() {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    byField
        .values()
        .forEach(each -> numbers.put(EVICTIONS + each.name(), new double[] {each.evictions()}));
    return numbers;
  }

  /** Writes what is published of a model to begin with; nothing is known of when it was seen. */
  public void startFrom(Map<String, Tensor> initial) {
    load(publishedTensors(), initial);
    startFromLoaded();
  }

  /** Begins with what was written to the tensors that are published. */
  public void startFromLoaded() {
    byField.values().forEach(each -> each.adopt(0));
  }

  /** Writes the tensors that only the learner needs. */
  public void loadState(Map<String, Tensor> saved) {
    load(state(), saved);
  }

  private static void load(Map<String, Tensor> own, Map<String, Tensor> others) {
    own.forEach(
        (name, tensor) -> {
          Tensor other = NamedState.require(others, name);
          requireShape(name, tensor.shape(), other.shape());
          System.arraycopy(other.data(), 0, tensor.data(), 0, tensor.size());
        });
  }

  private static void requireShape(String name, Shape own, Shape other) {
    if (!own.equals(other)) {
      throw new IllegalArgumentException(
          "parameter %s must have shape %s: %s".formatted(name, own, other));
    }
  }

  /** Goes on from what was written to the tensors. */
  public void restore(Map<String, double[]> numbers) {
    byField
        .values()
        .forEach(
            each -> each.adopt((long) NamedState.require(numbers, EVICTIONS + each.name())[0]));
  }

  /** Adds to a version's {@code sample} what it says of them. */
  public void describe(Map<String, Object> sample) {
    describe(sample, Vocabulary::figures);
  }

  /** Adds the longest that {@link #describe} could add. */
  public void outline(Map<String, Object> sample) {
    describe(sample, Vocabulary::outline);
  }

  private void describe(
      Map<String, Object> sample, Function<Vocabulary, VocabularyFigures> figures) {
    Map<String, VocabularyFigures> all = new LinkedHashMap<>();
    byField.values().forEach(each -> all.put(each.name(), figures.apply(each)));
    VocabularyFigures.put(all, sample);
  }

  /** Notes that what they are now is in a version. */
  public void markPublished() {
    byField.values().forEach(Vocabulary::markPublished);
  }

  /** What was published last are others of the same fields, in whose place these go on. */
  public void publishedLike(Vocabularies others) {
    byField.forEach((field, own) -> own.publishedLike(Objects.requireNonNull(others.of(field))));
  }
}
