package io.gradstream.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a version says of a field's vocabulary.
 *
 * @param rows how many categories have a row to themselves
 * @param evictions how many have lost theirs in the model's life
 * @param evicted the hashes of those that had a row in the version before and have none now;
 *     nothing where there are too many to be listed
 */
public record VocabularyFigures(long rows, long evictions, Optional<List<Long>> evicted) {
  private static final String VOCABULARIES = "vocabularies";
  private static final String ROWS = "rows";
  private static final String EVICTIONS = "evictions";
  private static final String EVICTED = "evicted";

  /** Keeps the list unmodifiable. */
  public VocabularyFigures {
    evicted = evicted.map(List::copyOf);
  }

  /**
   * The figures of every vocabulary in a {@linkplain ModelVersion#sample version}, by field.
   *
   * @throws IllegalArgumentException if one is no number
   */
  public static Map<String, VocabularyFigures> of(ModelVersion version) {
    Map<String, VocabularyFigures> figures = new LinkedHashMap<>();
    if (version.sample().get(VOCABULARIES) instanceof Map<?, ?> each) {
      each.forEach((field, tree) -> figures.put(String.valueOf(field), of((Map<?, ?>) tree)));
    }
    return figures;
  }

  private static VocabularyFigures of(Map<?, ?> tree) {
    return new VocabularyFigures(
        number(tree.get(ROWS)), number(tree.get(EVICTIONS)), hashes(tree.get(EVICTED)));
  }

  private static Optional<List<Long>> hashes(@Nullable Object evicted) {
    if (evicted instanceof List<?> list) {
      List<Long> hashes = new ArrayList<>();
      list.forEach(hash -> hashes.add(number(hash)));
      return Optional.of(hashes);
    }
    return Optional.empty();
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("the figures of a vocabulary must be numbers: " + value);
  }

  /** Adds these figures to a version's {@code sample}. */
  public static void put(Map<String, VocabularyFigures> figures, Map<String, Object> sample) {
    if (!figures.isEmpty()) {
      Map<String, Object> trees = new LinkedHashMap<>();
      figures.forEach((field, each) -> trees.put(field, each.tree()));
      sample.put(VOCABULARIES, trees);
    }
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(ROWS, rows);
    tree.put(EVICTIONS, evictions);
    evicted.ifPresent(hashes -> tree.put(EVICTED, hashes));
    return tree;
  }
}
