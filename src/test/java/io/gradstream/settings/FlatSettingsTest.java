package io.gradstream.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlatSettingsTest {
  @Test
  void hash_sameLeavesInAnyOrder_isTheSameForEver() {
    SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(Map.of("optimizer.type", "sgd", "optimizer.learningRate", "0.05"));

    assertThat(new FlatSettings(backwards).hash()).isEqualTo("216eb7378bc2b47a");
    assertThat(new FlatSettings(new TreeMap<>(Map.copyOf(backwards))).hash())
        .isEqualTo("216eb7378bc2b47a");
  }

  @Test
  void hash_otherValue_isAnother() {
    FlatSettings one = new FlatSettings(new TreeMap<>(Map.of("a", "1")));
    FlatSettings other = new FlatSettings(new TreeMap<>(Map.of("a", "2")));

    assertThat(one.hash()).hasSize(16).isNotEqualTo(other.hash());
  }

  @Test
  void differences_changedAddedAndTakenAway_areALineEach() {
    Map<String, String> before = Map.of("rate", "0.05", "same", "1", "old", "x");
    SortedMap<String, String> after =
        new TreeMap<>(Map.of("rate", "0.1", "same", "1", "young", "y"));

    assertThat(new FlatSettings(after).differencesSince(before))
        .containsExactly(
            "old was x, is not set", "rate was 0.05, is 0.1", "young was not set, is y");
  }
}
