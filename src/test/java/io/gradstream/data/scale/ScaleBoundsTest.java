package io.gradstream.data.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far from zero an absurd value, or a column that wakes late, may come. */
class ScaleBoundsTest {
  private static final Optional<List<Double>> RUNNING = Optional.empty();

  static Stream<Scale> clipped() {
    Optional<Double> half = Optional.of(0.5);
    return Stream.of(
        new Scale.Standard(RUNNING, RUNNING, half),
        new Scale.Minmax(RUNNING, RUNNING, half),
        new Scale.Robust(RUNNING, RUNNING, half));
  }

  @ParameterizedTest
  @MethodSource("clipped")
  void scale_columnThatWakesLate_isWithinItsClip(Scale scale) {
    FeatureScaler scaler = scaler(scale);
    float asleep = last(scaler, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    assertThat(asleep).isZero();
    assertThat(last(scaler, 1)).isEqualTo(0.5f);
    assertThat(predicted(scaler, 1e9f)).isEqualTo(0.5f);
  }

  @Test
  void scale_withoutAClip_standardAndMinmaxHaveNoBound() {
    FeatureScaler standard = scaler(Scale.standard());
    FeatureScaler minmax = scaler(Scale.minmax());
    last(standard, 0, 2);
    last(minmax, 0, 2);

    assertThat(predicted(standard, 101)).isEqualTo(100);
    assertThat(predicted(minmax, 200)).isEqualTo(100);
  }

  @Test
  void fitTransform_robust_oneAbsurdValueChangesNextToNothing() {
    float[] usual = usual();
    FeatureScaler undisturbed = scaler(Scale.robust());
    FeatureScaler disturbed = scaler(Scale.robust());
    float absurd = last(disturbed, 5, 1e38f);

    float expected = last(undisturbed, usual);
    float actual = last(disturbed, usual);

    assertThat(absurd).isBetween(0f, 5f);
    assertThat(actual).isCloseTo(expected, within(0.1f));
  }

  @Test
  void fitTransform_robust_mostValuesTheSame_isWithinItsBounds() {
    FeatureScaler scaler = scaler(Scale.robust());

    last(scaler, 2, 2, 2, 2);

    assertThat(last(scaler, 2, 5)).isEqualTo(3);
  }

  private static float[] usual() {
    Random random = new Random(7);
    float[] usual = new float[100];
    for (int i = 0; i < usual.length; i++) {
      usual[i] = (float) (10 * random.nextGaussian());
    }
    return usual;
  }

  private static FeatureScaler scaler(Scale scale) {
    return new FeatureScaler(
        new SampleSettings(
            List.of(Numeric.of("x", scale)), new LabelSettings("y", LabelSettings.Type.NUMERIC)));
  }

  private static float last(FeatureScaler scaler, float... values) {
    Tensor into = Tensor.zeros(values.length, 1);
    scaler.fitTransform(rows(scaler, values), into);
    return into.data()[values.length - 1];
  }

  private static float predicted(FeatureScaler scaler, float value) {
    Tensor into = Tensor.zeros(1, 1);
    scaler.transform(rows(scaler, value), into);
    return into.data()[0];
  }

  private static MiniBatch rows(FeatureScaler scaler, float... values) {
    float[][] rows = new float[values.length][];
    for (int i = 0; i < values.length; i++) {
      rows[i] = new float[] {values[i]};
    }
    return LogicalRows.batch(scaler.settings(), rows);
  }
}
