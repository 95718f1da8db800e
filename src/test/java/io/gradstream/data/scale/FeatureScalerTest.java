package io.gradstream.data.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureScalerTest {
  private static final SampleSettings MIXED =
      new SampleSettings(
          List.of(
              Numeric.of("a", Scale.standard()),
              Categorical.of("b", 3),
              Array.of("c", 2, Scale.minmax()),
              new Numeric("d"),
              Array.of("e", 2, Scale.standard())),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  @Test
  void fitTransform_standard_equalsTwoPasses() {
    float[][] rows = randomRows(200);
    FeatureScaler scaler = new FeatureScaler(MIXED);

    float[] last = lastRow(scaler, rows);

    for (int column : new int[] {0, 4, 5}) {
      assertThat((double) last[column]).isCloseTo(standardised(rows, column), within(1e-6));
    }
  }

  @Test
  void fitTransform_minMax_equalsTwoPasses() {
    float[][] rows = randomRows(200);
    FeatureScaler scaler = new FeatureScaler(MIXED);

    float[] last = lastRow(scaler, rows);

    for (int column : new int[] {1, 2}) {
      double min = Arrays.stream(rows).mapToDouble(row -> row[column]).min().orElseThrow();
      double max = Arrays.stream(rows).mapToDouble(row -> row[column]).max().orElseThrow();
      assertThat(last[column]).isEqualTo((float) ((rows[199][column] - min) / (max - min)));
    }
  }

  @Test
  void fitTransform_robust_equalsQuantilesOfTheLast255() {
    float[][] rows = randomRows(400);
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.robust()));

    float[] last = lastRow(scaler, firstColumn(rows));

    double[] window = Arrays.stream(rows).skip(145).mapToDouble(row -> row[0]).sorted().toArray();
    double median = window[127];
    double range = (window[190] + window[191]) / 2 - (window[63] + window[64]) / 2;
    assertThat((double) last[0]).isCloseTo((rows[399][0] - median) / (range / 1.349), within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void reset_ofAField_hasItBeginAnewAndLeavesTheOthers(Scale scale) {
    SampleSettings two =
        new SampleSettings(
            List.of(Array.of("a", 3, scale), Array.of("b", 3, scale)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    float[][] before = randomRows(300);
    float[][] after = randomRows(500);
    FeatureScaler undisturbed = new FeatureScaler(two);
    FeatureScaler fresh = new FeatureScaler(two);
    FeatureScaler reset = new FeatureScaler(two);
    lastRow(undisturbed, before);
    lastRow(reset, before);

    reset.reset("b");

    FeatureScaler restored = new FeatureScaler(two);
    restored.restore(reset.state());
    for (float[] next : after) {
      float[] scaled = lastRow(reset, next);
      float[] others = lastRow(undisturbed, next);
      float[] anew = lastRow(fresh, next);
      assertThat(scaled)
          .containsExactly(others[0], others[1], others[2], anew[3], anew[4], anew[5]);
      assertThat(lastRow(restored, next)).isEqualTo(scaled);
    }
  }

  @Test
  void reset_ofAFieldWithoutRunningFigures_saysWhatItMustBe() {
    assertThatThrownBy(() -> new FeatureScaler(MIXED).reset("d"))
        .hasMessage("field must be one that is scaled, or filled in, by running figures: d");
  }

  @ParameterizedTest
  @MethodSource("scales")
  void restore_missingValues_goesOnBitForBit(Scale scale) {
    SampleSettings settings =
        new SampleSettings(
            List.of(new Numeric("x", scale, Missing.MEAN)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    float[][] rows = firstColumn(randomRows(600));
    for (int i = 0; i < rows.length; i += 3) {
      rows[i][0] = Float.NaN;
    }
    FeatureScaler undisturbed = new FeatureScaler(settings);
    lastRow(undisturbed, Arrays.copyOf(rows, 301));
    FeatureScaler resumed = new FeatureScaler(settings);
    resumed.restore(undisturbed.state());

    float[] later = lastRow(resumed, Arrays.copyOfRange(rows, 301, 600));

    assertThat(later).containsExactly(lastRow(undisturbed, Arrays.copyOfRange(rows, 301, 600)));
    assertThat(resumed.describe()).isEqualTo(undisturbed.describe());
  }

  @Test
  void fitTransform_unscaledColumns_areCopied() {
    float[][] rows = randomRows(3);

    float[] last = lastRow(new FeatureScaler(MIXED), rows);

    for (int column : new int[] {3}) {
      assertThat(last[column]).isEqualTo(rows[2][column]);
    }
  }

  @Test
  void fitTransform_figuresIncludeTheSampleAndNoneAfterIt() {
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.standard()));
    Tensor into = Tensor.zeros(3, 1);

    scaler.fitTransform(batch(new float[][] {{1}, {3}, {100}}), into);

    assertThat(into.data()[0]).isZero();
    assertThat(into.data()[1]).isEqualTo(1);
  }

  @Test
  void fitTransform_batchOfThree_equalsThreeBatchesOfOne() {
    float[][] rows = randomRows(3);
    Tensor together = Tensor.zeros(3, 6);
    FeatureScaler one = new FeatureScaler(MIXED);

    new FeatureScaler(MIXED).fitTransform(batch(rows), together);

    for (int i = 0; i < 3; i++) {
      float[] alone = lastRow(one, rows[i]);
      assertThat(Arrays.copyOfRange(together.data(), 6 * i, 6 * i + 6)).containsExactly(alone);
    }
  }

  @Test
  void fitTransform_featureThatNeverVaried_isZero() {
    for (Scale scale : List.of(Scale.standard(), Scale.minmax())) {
      float[] last =
          lastRow(new FeatureScaler(oneNumber(scale)), new float[] {0.1f}, new float[] {0.1f});

      assertThat(last).containsExactly(0);
    }
  }

  @Test
  void fitTransform_negativeNumbersOnly_minMaxStartsWithTheFirst() {
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.minmax()));

    float[] last = lastRow(scaler, new float[] {-8}, new float[] {-4}, new float[] {-5});

    assertThat(last).containsExactly(0.75f);
  }

  @Test
  void fitTransform_numbersFarFromZero_keepsTheirVariance() {
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.standard()));

    float[] last = lastRow(scaler, new float[] {1e7f}, new float[] {1e7f + 2});

    assertThat(last).containsExactly(1);
  }

  /**
   * Milliseconds since 1970, coordinates in metres, cents: all the same to a scale that follows.
   */
  @ParameterizedTest
  @MethodSource("scales")
  void fitTransform_meanABillionTimesTheDeviation_scalesAsIfItWereNone(Scale scale) {
    Random random = new Random(3);
    double[] deviations =
        random.doubles(2000, -1, 1).map(x -> Math.rint(x * 1024) / 1024).toArray();
    SampleSettings settings =
        new SampleSettings(
            List.of(new Numeric("x", scale, Missing.MEAN)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));

    float[] near = scaled(settings, deviations);
    float[] far = scaled(settings, Arrays.stream(deviations).map(x -> 1e9 + x).toArray());

    for (int i = 100; i < far.length; i++) {
      assertThat(far[i]).isCloseTo(near[i], within(1e-5f));
    }
  }

  @Test
  void fitTransform_meanABillionTimesTheDeviation_varianceIsThatOfTwoPasses() {
    Random random = new Random(4);
    double[] numbers = random.doubles(100_000, -1, 1).map(x -> 1.7e12 + 1700 * x).toArray();
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.standard()));

    for (double number : numbers) {
      scaler.fitTransform(numbers(oneNumber(Scale.standard()), number), Tensor.zeros(1, 1));
    }

    double mean = Arrays.stream(numbers).map(x -> x - 1.7e12).average().orElseThrow();
    double variance =
        Arrays.stream(numbers).map(x -> Math.pow(x - 1.7e12 - mean, 2)).average().orElseThrow();
    double[] none = {0};
    double measured = scaler.state().getOrDefault("standard.m2", none)[0] / numbers.length;
    assertThat(measured).isCloseTo(variance, withinPercentage(1e-4));
  }

  private static float[] scaled(SampleSettings settings, double... numbers) {
    FeatureScaler scaler = new FeatureScaler(settings);
    Tensor into = Tensor.zeros(numbers.length, 1);
    scaler.fitTransform(numbers(settings, numbers), into);
    return into.data();
  }

  private static MiniBatch numbers(SampleSettings settings, double... numbers) {
    MiniBatch batch = new MiniBatch(settings, numbers.length);
    for (double number : numbers) {
      batch.features()[batch.rows()] = number;
      batch.accept();
    }
    return batch;
  }

  @Test
  void fitTransform_fewerRowsThanCapacity_setsTheRowsInUse() {
    Tensor into = Tensor.zeros(8, 6);

    new FeatureScaler(MIXED).fitTransform(batch(randomRows(3)), into);

    assertThat(into.rows()).isEqualTo(3);
  }

  @Test
  void transform_takesNothingIn() {
    FeatureScaler scaler = new FeatureScaler(MIXED);
    lastRow(scaler, randomRows(5));
    Map<String, Object> before = scaler.describe();
    Tensor into = Tensor.zeros(2, 6);

    scaler.transform(batch(randomRows(2)), into);

    assertThat(scaler.describe()).isEqualTo(before);
    assertThat(into.rows()).isEqualTo(2);
  }

  @Test
  void transform_lastSampleTakenIn_isWhatTheLearnerSaw() {
    float[][] rows = randomRows(5);
    FeatureScaler scaler = new FeatureScaler(MIXED);
    float[] learned = lastRow(scaler, rows);
    Tensor into = Tensor.zeros(1, 6);

    scaler.transform(batch(rows[4]), into);

    assertThat(into.data()).containsExactly(learned);
  }

  @Test
  void restore_goesOnBitForBit() {
    float[][] rows = randomRows(40);
    FeatureScaler undisturbed = new FeatureScaler(MIXED);
    lastRow(undisturbed, Arrays.copyOf(rows, 20));
    FeatureScaler resumed = new FeatureScaler(MIXED);
    resumed.restore(undisturbed.state());

    float[] later = lastRow(resumed, Arrays.copyOfRange(rows, 20, 40));

    assertThat(later).containsExactly(lastRow(undisturbed, Arrays.copyOfRange(rows, 20, 40)));
    undisturbed
        .state()
        .forEach((name, figures) -> assertThat(resumed.state().get(name)).containsExactly(figures));
  }

  @Test
  void restore_transformsAtOnce() {
    FeatureScaler scaler = new FeatureScaler(MIXED);
    float[][] rows = randomRows(5);
    float[] learned = lastRow(scaler, rows);
    FeatureScaler resumed = new FeatureScaler(MIXED);
    Tensor into = Tensor.zeros(1, 6);

    resumed.restore(scaler.state());

    resumed.transform(batch(rows[4]), into);
    assertThat(into.data()).containsExactly(learned);
  }

  @Test
  void state_laterSamples_doNotChangeIt() {
    FeatureScaler scaler = new FeatureScaler(oneNumber(Scale.standard()));
    Map<String, double[]> empty = scaler.state();

    lastRow(scaler, new float[] {5});

    assertThat(empty.get("standard.mean")).containsExactly(0);
  }

  @Test
  void restore_stateOfAnotherSchema_throws() {
    FeatureScaler scaler = new FeatureScaler(MIXED);
    Map<String, double[]> other = new FeatureScaler(oneNumber(Scale.standard())).state();

    assertThatThrownBy(() -> scaler.restore(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scaler state standard.mean must have 3 numbers: 1");
  }

  @Test
  void fitTransform_rowsOfAnotherWidth_throws() {
    Tensor into = Tensor.zeros(1, 4);

    assertThatThrownBy(() -> new FeatureScaler(MIXED).fitTransform(batch(randomRows(1)), into))
        .hasMessage("scaling needs rows of 6 dense columns: 6 into [1, 4]");
  }

  private static double standardised(float[][] rows, int column) {
    double mean = Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElseThrow();
    double variance =
        Arrays.stream(rows)
            .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
            .average()
            .orElseThrow();
    return (rows[rows.length - 1][column] - mean) / Math.sqrt(variance);
  }

  private static float[] lastRow(FeatureScaler scaler, float[]... rows) {
    int width = rows[0].length;
    Tensor into = Tensor.zeros(rows.length, width);
    scaler.fitTransform(batch(rows), into);
    return Arrays.copyOfRange(into.data(), (rows.length - 1) * width, rows.length * width);
  }

  static Stream<Scale> scales() {
    return Stream.of(Scale.standard(), Scale.minmax(), Scale.robust());
  }

  private static SampleSettings oneNumber(Scale scale) {
    return new SampleSettings(
        List.of(Numeric.of("x", scale)), new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static float[][] firstColumn(float[][] rows) {
    return Arrays.stream(rows).map(row -> new float[] {row[0]}).toArray(float[][]::new);
  }

  private static float[][] randomRows(int count) {
    Random random = new Random(7);
    float[][] rows = new float[count][6];
    for (float[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        row[column] = (float) (100 * column + 10 * random.nextGaussian());
      }
    }
    return rows;
  }

  private static MiniBatch batch(float[]... rows) {
    SampleSettings settings = rows[0].length == 1 ? oneNumber(Scale.none()) : MIXED;
    MiniBatch batch = new MiniBatch(settings, rows.length);
    for (float[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        batch.features()[batch.rows() * row.length + column] = row[column];
      }
      batch.accept();
    }
    return batch;
  }
}
