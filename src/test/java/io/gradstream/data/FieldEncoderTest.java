package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Categorical;
import io.gradstream.data.FeatureSettings.Numeric;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldEncoderTest {
  private static final FieldEncoder NUMERIC = new Numeric("x").encoder();
  private static final FieldEncoder ARRAY = new Array("x", 2).encoder();
  private static final FieldEncoder CATEGORICAL = new Categorical("x", 4).encoder();
  private static final FieldEncoder BINARY =
      new LabelSettings("x", LabelSettings.Type.BINARY).encoder();
  private static final FieldEncoder CLASS =
      new LabelSettings("x", LabelSettings.Type.CLASS, 3).encoder();

  static Stream<Arguments> encoded() {
    return Stream.of(
        Arguments.of(NUMERIC, 1.5, new float[] {9, 1.5f, 9}),
        Arguments.of(NUMERIC, 16777217L, new float[] {9, 16777216f, 9}),
        Arguments.of(NUMERIC, -0.0, new float[] {9, -0.0f, 9}),
        Arguments.of(ARRAY, List.of(1, 2.5), new float[] {9, 1, 2.5f, 9}),
        Arguments.of(CATEGORICAL, "DTW", new float[] {9, 1, 0, 0, 0, 9}),
        Arguments.of(CATEGORICAL, "mon", new float[] {9, 0, 0, 0, 1, 9}),
        Arguments.of(CATEGORICAL, -5, new float[] {9, 0, 0, 0, 1, 9}),
        Arguments.of(CATEGORICAL, true, new float[] {9, 0, 0, 1, 0, 9}),
        Arguments.of(BINARY, 0, new float[] {9, 0, 9}),
        Arguments.of(BINARY, 1.0, new float[] {9, 1, 9}),
        Arguments.of(BINARY, true, new float[] {9, 1, 9}),
        Arguments.of(BINARY, false, new float[] {9, 0, 9}),
        Arguments.of(CLASS, 2, new float[] {9, 2, 9}));
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void encode_writesItsColumnsOnly(FieldEncoder encoder, Object value, float[] expected)
      throws RejectedSample {
    float[] row = new float[expected.length];
    Arrays.fill(row, 9);

    encoder.encode(new FakeValue(value), row, 1);

    assertThat(row).containsExactly(expected);
  }

  static Stream<Arguments> rejected() {
    return Stream.of(
        Arguments.of(NUMERIC, "far", "x must be a number: far"),
        Arguments.of(NUMERIC, true, "x must be a number: true"),
        Arguments.of(NUMERIC, Double.NaN, "x must be finite in float32: NaN"),
        Arguments.of(NUMERIC, 1e39, "x must be finite in float32: 1.0E39"),
        Arguments.of(ARRAY, 5, "x must be an array of 2 numbers: 5"),
        Arguments.of(ARRAY, List.of(1), "x must be an array of 2 numbers: 1"),
        Arguments.of(ARRAY, List.of(1, 2, 3, 4), "x must be an array of 2 numbers: 4"),
        Arguments.of(ARRAY, List.of(1, "b"), "x[1] must be a number: b"),
        Arguments.of(ARRAY, List.of(1e39, 1), "x[0] must be finite in float32: 1.0E39"),
        Arguments.of(
            CATEGORICAL, List.of(), "x must be a string, a finite number or a boolean: []"),
        Arguments.of(
            CATEGORICAL, Double.NaN, "x must be a string, a finite number or a boolean: NaN"),
        Arguments.of(CATEGORICAL, "\ud800", "x must not hold half a surrogate pair: \ud800"),
        Arguments.of(BINARY, 2, "x must be 0, 1, true or false: 2"),
        Arguments.of(BINARY, "1", "x must be 0, 1, true or false: 1"),
        Arguments.of(CLASS, 3, "x must be a class from 0 to 2: 3"),
        Arguments.of(CLASS, -1, "x must be a class from 0 to 2: -1"),
        Arguments.of(CLASS, 1.5, "x must be a class from 0 to 2: 1.5"),
        Arguments.of(CLASS, "1", "x must be a class from 0 to 2: 1"));
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void encode_whatTheFieldIsNot_rejects(FieldEncoder encoder, Object value, String reason) {
    float[] row = new float[6];

    assertThatThrownBy(() -> encoder.encode(new FakeValue(value), row, 1))
        .isInstanceOf(RejectedSample.class)
        .hasMessage(reason);
  }

  @Test
  void encode_null_rejects() {
    assertThatThrownBy(() -> NUMERIC.encode(new FakeValue(null), new float[1], 0))
        .hasMessage("x must be a number: null");
  }
}
