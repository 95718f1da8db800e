package io.gradstream.learn.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(new FeatureSettings.Numeric("a"), new FeatureSettings.Array("b", 2)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private final Guard guard = new Guard(new GuardSettings(), SAMPLE);
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void number_farFromAllBefore_isAbsurdWhereverItStands() {
    learn(200);

    assertThat(reason(1e6, 0, 0, 0)).startsWith("a must be within guard.deviations");
    assertThat(reason(0, 0, -1e6, 0)).startsWith("b[1] must be within guard.deviations");
    assertThat(reason(0, 0, 0, 1e6)).startsWith("y must be within guard.deviations");
    assertThat(isAbsurd(50, -50, 50, 50)).isFalse();
  }

  @Test
  void number_beforeEnoughWereSeen_isBelievedTheMoreTheFewerThereWere() {
    learn(8);
    assertThat(isAbsurd(1e30, 1e30, 1e30, 1e30)).isFalse();

    learn(40);
    assertThat(isAbsurd(5_000, 0, 0, 5_000)).isFalse();
    assertThat(isAbsurd(0, 0, 0, 1e6)).isTrue();
  }

  /** Its deviation is nothing while it sleeps, and says nothing. */
  @Test
  void column_thatWakesLate_isBelieved() {
    for (int i = 0; i < 5_000; i++) {
      observe(random.nextGaussian(), 0, 0, 0);
    }
    for (int i = 0; i < 5_000; i++) {
      double awake = 1e5 + 1e4 * random.nextGaussian();
      assertThat(isAbsurd(0, awake, 0, 0)).isFalse();
      observe(random.nextGaussian(), awake, 0, 0);
    }
    assertThat(isAbsurd(0, 1e12, 0, 0)).isTrue();
  }

  /**
   * As of a partition that is behind the others by weeks: the month's columns hardly move in a day.
   */
  @Test
  void time_farFromAllOthers_isBelieved() {
    FeatureSettings.Timestamp time =
        new FeatureSettings.Timestamp(
            "time",
            List.of(TimePart.MONTH),
            TimeEncoding.CYCLIC,
            TimeUnit.SECONDS,
            "UTC",
            Optional.empty(),
            Missing.DEAD_LETTER);
    SampleSettings timed =
        new SampleSettings(List.of(time), new LabelSettings("y", LabelSettings.Type.BINARY));
    Guard guardOfTimes = new Guard(new GuardSettings(), timed);
    MiniBatch batch = new MiniBatch(timed, 1);
    for (int i = 0; i < 400; i++) {
      fill(batch, 1 - 1e-9 * i);
      assertThat(guardOfTimes.absurdRow(batch, 0)).isEqualTo(1);
      guardOfTimes.observe(batch);
    }
    guardOfTimes.restore(guardOfTimes.state());

    fill(batch, 0);

    assertThat(timed.columns().dense()).hasSize(2);
    assertThat(guardOfTimes.absurdRow(batch, 0)).isEqualTo(1);
  }

  private static void fill(MiniBatch batch, double value) {
    batch.clear();
    Arrays.fill(batch.features(), value);
    batch.accept();
  }

  @Test
  void flag_howeverRare_isBelievedOnceItWasSeen() {
    GuardSettings strict = new GuardSettings(10, 0, 10);
    Guard guardOfFlags = new Guard(strict, SAMPLE);
    for (int i = 0; i < 200_000; i++) {
      MiniBatch batch = batch(i % 8_000 == 0 ? 1 : 0, 0, 0, 0);
      assertThat(guardOfFlags.absurdRow(batch, 0)).isEqualTo(1);
      guardOfFlags.observe(batch);
    }
  }

  @Test
  void number_thatIsMissing_isNeitherAbsurdNorCounted() {
    for (int i = 0; i < 400; i++) {
      observe(i % 2 == 0 ? Double.NaN : random.nextGaussian(), 0, 0, 0);
    }

    assertThat(isAbsurd(Double.NaN, 0, 0, 0)).isFalse();
    assertThat(reason(1e6, 0, 0, 0)).startsWith("a must be");
  }

  @Test
  void gradients_farLongerThanUsualAndThanAny_areAbsurd() {
    for (int i = 0; i < 150; i++) {
      guard.observeStep(random.nextDouble());
    }

    assertThat(guard.fault(99)).isNull();
    assertThat(guard.fault(1e8)).startsWith("the gradient must be within guard.gradient: 10000.0");
  }

  /** A model that has nothing left to learn is surprised as far as it was at first. */
  @Test
  void gradients_afterALongCalm_areBelievedAsFarAsThoseBefore() {
    guard.observeStep(4);
    for (int i = 0; i < 10_000; i++) {
      guard.observeStep(1e-12);
    }

    assertThat(guard.fault(4)).isNull();
  }

  @Test
  void restore_fromItsState_judgesTheSame() {
    learn(1_500);
    guard.observeStep(2);
    guard.countKeptOut();
    Guard restored = new Guard(new GuardSettings(), SAMPLE);

    restored.restore(guard.state());

    assertThat(restored.keptOut()).isEqualTo(1);
    assertThat(restored.state()).usingRecursiveComparison().isEqualTo(guard.state());
    MiniBatch absurd = batch(0, 0, 0, 5_000);
    assertThat(restored.reason(absurd, 0)).isEqualTo(guard.reason(absurd, 0));
  }

  /** However they are cut into steps, and wherever they were restored from. */
  @Test
  void samples_oneByOneOrInBatches_leaveTheSame() {
    Guard inBatches = new Guard(new GuardSettings(), SAMPLE);
    for (int size : new int[] {1, 500, 523, 31, 1, 7, 32, 64, 1000, 29}) {
      MiniBatch batch = new MiniBatch(SAMPLE, size);
      for (int row = 0; row < size; row++) {
        MiniBatch single = batch(random.nextGaussian(), row, 1, random.nextGaussian());
        batch.accept(single, 0);
        guard.observe(single);
      }
      inBatches.observe(batch);
      Guard restored = new Guard(new GuardSettings(), SAMPLE);
      restored.restore(inBatches.state());
      inBatches = restored;
    }

    assertThat(inBatches.state()).usingRecursiveComparison().isEqualTo(guard.state());
  }

  @ParameterizedTest
  @CsvSource({"5, 0, 10, deviations", "0, -1, 10, gradient", "0, 0, 1, after"})
  void settings_thatAreNone_areRefused(double deviations, double gradient, int after, String key) {
    assertThatThrownBy(() -> new GuardSettings(deviations, gradient, after))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(key + " must be at least 10");
  }

  private void learn(int samples) {
    for (int i = 0; i < samples; i++) {
      observe(
          random.nextGaussian(),
          random.nextGaussian(),
          random.nextGaussian(),
          random.nextGaussian());
    }
  }

  private void observe(double a, double b, double c, double y) {
    guard.observe(batch(a, b, c, y));
  }

  private boolean isAbsurd(double a, double b, double c, double y) {
    return guard.absurdRow(batch(a, b, c, y), 0) == 0;
  }

  private String reason(double a, double b, double c, double y) {
    MiniBatch batch = batch(a, b, c, y);
    assertThat(guard.absurdRow(batch, 0)).isZero();
    return guard.reason(batch, 0);
  }

  private static MiniBatch batch(double a, double b, double c, double y) {
    MiniBatch batch = new MiniBatch(SAMPLE, 1);
    batch.features()[0] = a;
    batch.features()[1] = b;
    batch.features()[2] = c;
    batch.targets()[0] = y;
    batch.accept();
    return batch;
  }
}
