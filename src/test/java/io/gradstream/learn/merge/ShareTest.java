package io.gradstream.learn.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.optim.Optimizer.Precision;
import io.gradstream.version.RowPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds of two members that began with the same elements, one merged behind the other. */
class ShareTest {
  private static final int AT = 1;
  private static final Precision PLAIN = new Precision("p", false);
  private static final Precision SQUARED = new Precision("p", true);
  private static final Belief NOTHING = new Belief(0, 0);

  /** An element, and what is known of it. */
  private record Belief(float precision, float weight) {}

  private record Model(Precision precision, float[] weights, float[] precisions) {
    void merge(Belief before, Belief now, int beside) {
      RowPatch learned = single(now.precision(), before.precision());
      Share share = share(100, beside);
      share.apply(
          single(now.weight(), before.weight()),
          weights,
          new Precisions(learned, precisions, precision));
      share.addPrecisions(learned, precisions);
    }
  }

  @Test
  void apply_wholeArrays_comeToTheirAverageBySamples() {
    float[] weights = {1, 1};

    share(30, 0).apply(whole(4, 1), weights);
    share(10, 30).apply(whole(8, 5), weights);

    assertThat(weights).containsExactly(5, 2);
  }

  @Test
  void apply_singleElementNobodyElseHasMoved_isWhatTheRoundHasMadeOfIt() {
    float[] weights = {1, 1};

    share(10, 5000).apply(single(4, 1), weights);

    assertThat(weights).containsExactly(1, 4);
  }

  @ParameterizedTest
  @CsvSource({"100, 5", "700, 4", "9900, 3.08"})
  void apply_precisionsAsKnownAsCanBe_areMovedWholeByFewSamplesAndInPartByMany(
      int beside, float expected) {
    float[] weights = {1, 3};
    float[] precisions = {0, 7};

    share(100, beside)
        .apply(single(3, 1), weights, new Precisions(single(7, 7), precisions, PLAIN));

    assertThat(weights[AT]).isCloseTo(expected, within(1e-6f));
  }

  /** Of normal distributions both have seen the same of: what one learner would believe. */
  @ParameterizedTest
  @CsvSource({"10", "0.5", "1000"})
  void apply_precisionsKnown_areAsIfOneHadLearnedIt(float before) {
    float[] weights = {0, 2};
    float[] precisions = {0, before};
    double ofFirst = (before * 2 + 3 * 5.0) / (before + 3);
    double ofSecond = (before * 2 + 4 * -1.0) / (before + 4);

    Belief began = new Belief(before, 2);
    Model model = new Model(PLAIN, weights, precisions);
    model.merge(began, new Belief(before + 3, (float) ofFirst), 0);
    model.merge(began, new Belief(before + 4, (float) ofSecond), 100);

    assertThat(precisions[AT]).isEqualTo(before + 7);
    assertThat((double) weights[AT])
        .isCloseTo((before * 2 + 3 * 5.0 + 4 * -1.0) / (before + 7), within(1e-4));
  }

  @Test
  void apply_elementThatBothHaveBegun_isTheirAverageByWhatTheyKnow() {
    float[] weights = {0, 0};
    float[] precisions = {0, 0};

    Model model = new Model(PLAIN, weights, precisions);
    model.merge(NOTHING, new Belief(3, 4), 0);
    model.merge(NOTHING, new Belief(1, 8), 100);

    assertThat(weights[AT]).isEqualTo(5);
    assertThat(precisions[AT]).as("both have the prior, which counts once").isEqualTo(3);
  }

  @Test
  void apply_squaresThatAreKnown_countByTheirRoots() {
    float[] weights = {0, 0};
    float[] squares = {0, 0};

    Model model = new Model(SQUARED, weights, squares);
    model.merge(NOTHING, new Belief(9, 4), 0);
    model.merge(NOTHING, new Belief(16, 9), 100);

    assertThat(weights[AT]).isCloseTo(4 + (4 * 9 - 4 * 4) / 5f, within(1e-6f));
  }

  @Test
  void addPrecisions_forgottenByBoth_staysAboveNothing() {
    float[] precisions = {0, 10};

    share(100, 0).addPrecisions(single(1, 10), precisions);
    share(100, 100).addPrecisions(single(2, 10), precisions);

    assertThat(precisions[AT]).isCloseTo(0.2f, within(1e-6f));
  }

  @Test
  void apply_sum_isAsFarAsAllHaveMovedIt() {
    float[] weights = {1, 1};

    Share.of(Merge.SUM, 100, 0).apply(single(4, 1), weights);
    Share.of(Merge.SUM, 100, 100).apply(single(3, 1), weights);

    assertThat(weights).containsExactly(1, 6);
  }

  private static Share share(int samples, int beside) {
    return Share.of(Merge.AVERAGE, samples, beside);
  }

  private static RowPatch single(float now, float before) {
    return new RowPatch(1, 1, new int[] {AT}, new float[][] {{now}, {before}});
  }

  private static RowPatch whole(float... now) {
    return new RowPatch(now.length, 1, new int[] {0}, new float[][] {now});
  }
}
