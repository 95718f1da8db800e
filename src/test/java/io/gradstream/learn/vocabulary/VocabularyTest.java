package io.gradstream.learn.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.Missing;
import io.gradstream.data.VocabularySettings;
import io.gradstream.version.VocabularyFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which category gets a row, when, and which loses it. */
class VocabularyTest {
  private static final int ANN = 0x10001;
  private static final int BOB = -7;
  private static final int CAT = 0;

  private long sample;

  @Test
  void takeIn_category_sharesUntilItWasSeenOftenEnough() {
    Vocabulary vocabulary = vocabulary(new VocabularySettings(2, 3, 100));
    int shared = 2;

    assertThat(takeIn(vocabulary, ANN, BOB, ANN, BOB, ANN, BOB, ANN))
        .containsExactly(shared, shared, shared, shared, 0, 1, 0);
    assertThat(vocabulary.row(ANN)).isZero();
    assertThat(vocabulary.row(CAT)).isEqualTo(shared);
  }

  @Test
  void takeIn_noRowFree_sharesUntilOneHasExpired() {
    Vocabulary vocabulary = vocabulary(new VocabularySettings(2, 1, 4));
    int shared = 2;

    assertThat(takeIn(vocabulary, ANN, BOB, ANN, CAT, CAT))
        .containsExactly(0, 1, 0, shared, shared);
    // Bob was seen four samples ago, Ann three
    assertThat(takeIn(vocabulary, CAT)).containsExactly(1);
    assertThat(vocabulary.row(BOB)).isEqualTo(shared);
    assertThat(vocabulary.evictions()).isEqualTo(1);
  }

  @Test
  void takeIn_evicted_mustBeSeenAsOftenAgain() {
    Vocabulary vocabulary = vocabulary(new VocabularySettings(1, 2, 1));
    takeIn(vocabulary, ANN, ANN, BOB, BOB);

    assertThat(takeIn(vocabulary, ANN, ANN)).containsExactly(1, 0);
  }

  @Test
  void figures_tellsWhatLostItsRowSinceTheVersionBefore() {
    Vocabulary vocabulary = vocabulary(new VocabularySettings(1, 1, 1));
    takeIn(vocabulary, ANN);
    vocabulary.markPublished();
    takeIn(vocabulary, CAT, BOB);

    // the cat came and went between two versions: nobody outside has seen it
    assertThat(vocabulary.figures()).isEqualTo(figures(1, 2, 65537L));

    vocabulary.markPublished();
    assertThat(vocabulary.figures()).isEqualTo(figures(1, 2));

    takeIn(vocabulary, ANN);
    assertThat(vocabulary.figures()).isEqualTo(figures(1, 3, 4294967289L));
  }

  @Test
  void figures_moreThanAreListed_leavesTheListOut() {
    int size = Vocabulary.MOST_LISTED + 1;
    Vocabulary vocabulary = vocabulary(new VocabularySettings(size, 1, 1));
    for (int category = 0; category < size; category++) {
      takeIn(vocabulary, category);
    }
    vocabulary.markPublished();
    for (int category = size; category < 2 * size; category++) {
      takeIn(vocabulary, category);
    }

    assertThat(vocabulary.figures()).isEqualTo(new VocabularyFigures(size, size, Optional.empty()));
  }

  /** What comes three times among ten thousand that come once is admitted; and only that. */
  @Test
  void takeIn_amongEndlesslyManySeenOnce_findsWhatComesAgain() {
    Vocabulary vocabulary = vocabulary(new VocabularySettings(100, 3, 1_000_000));
    SplittableRandom random = new SplittableRandom(1);

    for (int i = 0; i < 10_000; i++) {
      takeIn(vocabulary, random.nextInt());
      if (i % 50 == 0) {
        takeIn(vocabulary, ANN, BOB);
      }
    }

    assertThat(vocabulary.row(ANN)).isLessThan(2);
    assertThat(vocabulary.row(BOB)).isLessThan(2);
    assertThat(vocabulary.figures()).isEqualTo(figures(2, 0));
  }

  /**
   * Against the definition: with room for every candidate, counts and expiry are exact, and are
   * gone on with from time to time, also where samples have numbers of more than 24 bits.
   */
  @Test
  void takeIn_anySamples_givesTheRowsThatTheDefinitionGives() {
    VocabularySettings settings = new VocabularySettings(20, 2, 30);
    Vocabulary vocabulary = vocabulary(settings);
    SplittableRandom random = new SplittableRandom(3);
    Map<Integer, Integer> counts = new HashMap<>();
    Map<Integer, Integer> rows = new HashMap<>();
    Map<Integer, Long> seen = new HashMap<>();
    sample = (5L << 24) - 10_000;

    for (int i = 0; i < 20_000; i++) {
      if (i % 100 == 0) {
        vocabulary.adopt(vocabulary.evictions());
      }
      int category = Integer.MAX_VALUE * random.nextInt(1 + random.nextInt(60));
      if (!rows.containsKey(category) && counts.merge(category, 1, Integer::sum) >= 2) {
        define(settings, category, rows, seen, counts);
      }
      int row = takeIn(vocabulary, category)[0];
      seen.put(category, sample);

      assertThat(row).isEqualTo(rows.getOrDefault(category, 20));
    }
    assertThat(vocabulary.evictions()).isGreaterThan(100);
  }

  private void define(
      VocabularySettings settings,
      int category,
      Map<Integer, Integer> rows,
      Map<Integer, Long> seen,
      Map<Integer, Integer> counts) {
    if (rows.size() < settings.size()) {
      rows.put(category, rows.size());
      counts.remove(category);
      return;
    }
    int oldest = rows.keySet().stream().min((a, b) -> Long.compare(at(seen, a), at(seen, b))).get();
    if (sample + 1 - at(seen, oldest) >= settings.expireAfter()) {
      rows.put(category, rows.remove(oldest));
      counts.remove(category);
    }
  }

  private static long at(Map<Integer, Long> seen, int category) {
    return seen.getOrDefault(category, 0L);
  }

  private static VocabularyFigures figures(long rows, long evictions, Long... evicted) {
    return new VocabularyFigures(rows, evictions, Optional.of(List.of(evicted)));
  }

  private int[] takeIn(Vocabulary vocabulary, int... categories) {
    int[] rows = new int[categories.length];
    for (int i = 0; i < categories.length; i++) {
      rows[i] = vocabulary.admit(categories[i], ++sample);
    }
    return rows;
  }

  private static Vocabulary vocabulary(VocabularySettings settings) {
    return new Vocabulary(Categorical.embedded("who", settings, 4, Missing.ZERO));
  }
}
