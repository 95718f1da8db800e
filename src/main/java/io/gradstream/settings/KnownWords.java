package io.gradstream.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words one of which may stand somewhere, to guess which was meant by another.
 *
 * @param words in the order they are told in
 */
public record KnownWords(Collection<String> words) {
  private static final int SHORTEST_PART = 3;

  /** Keeps them unmodifiable, in their order. */
  public KnownWords {
    words = List.copyOf(words);
  }

  /** The words of an enum's constants. */
  public static KnownWords of(Class<?> enumeration) {
    return new KnownWords(
        Arrays.stream(enumeration.getEnumConstants())
            .map(constant -> SettingsText.of((Enum<?>) constant))
            .toList());
  }

  /** All of them, as an error tells what is wanted: {@code one of json, csv}. */
  public String oneOf() {
    return "one of " + String.join(", ", words);
  }

  /**
   * The nearest to what was written: a third of its letters may differ, of less than three none.
   * Where none is so near, the first of which what was written is a part, or which is a part of it,
   * of at least three letters; else empty. Case, blanks, dots, dashes and underscores do not count.
   */
  public Optional<String> nearest(String written) {
    String bare = bare(written);
    int furthest = bare.length() < SHORTEST_PART ? 0 : bare.length() / 3;
    Optional<String> nearest =
        words.stream().min(Comparator.comparingInt(word -> distance(bare, bare(word))));
    return nearest
        .filter(word -> distance(bare, bare(word)) <= furthest)
        .or(() -> words.stream().filter(word -> isPart(bare, bare(word))).findFirst());
  }

  /** {@code learning_rate}, {@code learning-rate} and {@code learningRate} are one word. */
  private static String bare(String word) {
    return word.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
  }

  private static boolean isPart(String one, String other) {
    return Math.min(one.length(), other.length()) >= SHORTEST_PART
        && (one.contains(other) || other.contains(one));
  }

  /** Levenshtein's distance: the letters to insert, drop or change, row by row. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
