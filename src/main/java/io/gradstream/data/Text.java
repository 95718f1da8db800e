package io.gradstream.data;

import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.settings.Bounds;
import java.util.List;
import java.util.Optional;

/**
 * A text as the words, or the runs of words or characters (n-grams), that occur in it: an entry of
 * 1 for each occurrence, in the column that the hash of the run chooses. The words of a run are
 * joined by a space.
 *
 * @param field the text's path
 * @param analyzer whether words count, as they do unless set, or characters
 * @param ngrams the least and the most words or characters of a run, 1 to 8; one number where both
 *     are the same, and 1 unless set
 * @param buckets how many columns the runs have of their own, at least 1; the shared ones without
 *     it
 * @param missing what becomes of a sample without the text; a dead letter unless set, and no mean
 */
public record Text(
    String field,
    TextAnalyzer analyzer,
    List<Integer> ngrams,
    Optional<Integer> buckets,
    Missing missing)
    implements HashedFeature {
  private static final int MOST = 8;

  /** Checks the path, the runs, the buckets and the policy. */
  public Text {
    FieldPath.parse(field);
    ngrams = List.copyOf(ngrams);
    requireRuns(ngrams);
    buckets.ifPresent(own -> Bounds.atLeastOne("buckets", own));
    missing.requireNotMean("a text");
  }

  private static void requireRuns(List<Integer> ngrams) {
    boolean ascending =
        ngrams.size() == 1 || (ngrams.size() == 2 && ngrams.get(0) <= ngrams.get(1));
    if (!ascending || ngrams.get(0) < 1 || ngrams.get(ngrams.size() - 1) > MOST) {
      throw new IllegalArgumentException(
          "ngrams must be the least and the most of a run, 1 to %d, such as [1, 2]: %s"
              .formatted(MOST, ngrams));
    }
  }

  /** Words in the columns that are shared, of a text that must be there. */
  public Text(String field) {
    this(field, TextAnalyzer.WORD, List.of(1), Optional.empty(), Missing.DEAD_LETTER);
  }

  /** The fewest words or characters of a run. */
  public int least() {
    return ngrams.get(0);
  }

  /** The most words or characters of a run. */
  public int most() {
    return ngrams.get(ngrams.size() - 1);
  }

  @Override
  public Type type() {
    return Type.TEXT;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.text(this);
  }

  @Override
  public boolean namesCategories() {
    return true;
  }

  @Override
  public void describe(java.util.Map<String, Object> into) {
    into.put("analyzer", analyzer.word());
    into.put("ngrams", ngrams);
    describeHash(into);
  }
}
