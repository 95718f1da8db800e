package io.gradstream.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.config.Overrides;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Combinations that have challengers. */
class TuneTableTest {
  private static final Map<String, Object> SLOW = Map.of("rmse", 3.0, "samples", 20L);
  private static final Map<String, Object> ANEW = Map.of("rmse", 0.5, "restarts", 1L);

  @Test
  void lines_ofCombinationsWithChallengers_haveALineForEachBeneathTheirOwn() {
    TuneTrial worse = trial("8", report(2, "base", Map.of("slow", SLOW)));
    TuneTrial better =
        trial("1", report(1, "fast", new TreeMap<>(Map.of("base", ANEW, "slow", SLOW))));

    assertThat(new TuneTable(List.of(worse, better)).lines())
        .containsExactly(
            "  rmse  seconds  combination",
            "1.0000      2.5  batch.size=1  by its champion fast",
            "0.5000             challenger base, begun anew",
            "3.0000             challenger slow",
            "2.0000      2.5  batch.size=8",
            "3.0000             challenger slow");
  }

  @Test
  void texts_whileItLearns_compareChampionAndChallengersByOneFigure() {
    ContestFigures contest = new ContestFigures(report(1.25, "base", Map.of("slow", SLOW)));

    assertThat(new TrialLines("batch.size=1", 20_000, 0.125, contest).texts())
        .containsExactly(
            "      20,000 samples  loss 0.1250  rmse 1.2500  batch.size=1",
            "                                   rmse 3.0000  challenger slow");
  }

  @Test
  void texts_withoutChallengers_areALineWithoutTheFigure() {
    ContestFigures alone = new ContestFigures(Map.of("metrics", Map.of("rmse", 1.0)));

    assertThat(new TrialLines("batch.size=1", 20_000, 0.125, alone).texts())
        .containsExactly("      20,000 samples  loss 0.1250  batch.size=1");
  }

  private static TuneTrial trial(String size, Map<String, Object> report) {
    return new TuneTrial(new Overrides(Map.of("batch.size", size)), report, 2.5, "");
  }

  private static Map<String, Object> report(
      double rmse, String champion, Map<String, Map<String, Object>> challengers) {
    return Map.of(
        "metrics",
        Map.of("rmse", rmse),
        "challengers",
        Map.of("champion", champion, "promotions", 1L, "figures", challengers));
  }
}
