package io.gradstream.data.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Text;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each type of field makes of a value, between two numbers that must stay as they are. */
class FieldEncoderTest {
  private static final FeatureSettings NUMERIC = new Numeric("x");
  private static final FeatureSettings ARRAY = new Array("x", 2);
  private static final FeatureSettings CATEGORICAL = Categorical.of("x", 4);
  private static final FeatureSettings SHARED = new Categorical("x");
  private static final FeatureSettings TAGS =
      new HashedFeature.Tags("x", Optional.of(4), Optional.empty(), Missing.DEAD_LETTER);
  private static final FeatureSettings SPLIT =
      new HashedFeature.Tags("x", Optional.of(4), Optional.of("|"), Missing.DEAD_LETTER);
  private static final FeatureSettings WORD_RUNS = runs(TextAnalyzer.WORD, 1, 2);
  private static final FeatureSettings LETTER_RUNS = runs(TextAnalyzer.CHARACTER, 3, 3);
  private static final FeatureSettings FORMATTED = weekday("MMM d yyyy");
  private static final FeatureSettings COMPACT = weekday("yyyyMMdd");
  private static final LabelSettings WORDS =
      LabelSettings.of("x", LabelClasses.named("drizzle", "rain", "2"));
  private static final LabelSettings VALUES = binary(List.of("<=50K", ">50K"), Optional.empty());
  private static final LabelSettings TURNED = binary(List.of("sick", "well"), Optional.of("sick"));
  private static final LabelSettings ONE_TWO = binary(List.of("1", "2"), Optional.empty());
  private static final LabelSettings POSITIVE = binary(List.of(), Optional.of("Iris-setosa"));
  private static final LabelSettings BINARY = new LabelSettings("x", LabelSettings.Type.BINARY);
  private static final LabelSettings CLASS = LabelSettings.of("x", LabelClasses.numbered(3));

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
        Arguments.of(CATEGORICAL, -5.0, new float[] {9, 0, 0, 0, 1, 9}),
        Arguments.of(TAGS, List.of("DTW", "mon"), new float[] {9, 1, 0, 0, 1, 9}),
        Arguments.of(TAGS, List.of("mon", true, -5.0), new float[] {9, 0, 0, 1, 2, 9}),
        Arguments.of(TAGS, List.of(), new float[] {9, 0, 0, 0, 0, 9}),
        Arguments.of(TAGS, "mon", new float[] {9, 0, 0, 0, 1, 9}),
        Arguments.of(SPLIT, "DTW| mon ||", new float[] {9, 1, 0, 0, 1, 9}),
        Arguments.of(SPLIT, "", new float[] {9, 0, 0, 0, 0, 9}),
        Arguments.of(SPLIT, -5, new float[] {9, 0, 0, 0, 1, 9}),
        Arguments.of(
            WORD_RUNS,
            "  Späte GÄSTE, late_2!",
            hot("späte", "gÄste", "late_2", "späte gÄste", "gÄste late_2")),
        Arguments.of(WORD_RUNS, "no no", hot("no", "no", "no no")),
        Arguments.of(WORD_RUNS, "?!", hot()),
        Arguments.of(WORD_RUNS, 17.0, hot("17")),
        Arguments.of(LETTER_RUNS, " Ab \t日🚀 ", hot("ab ", "b 日", " 日🚀")),
        Arguments.of(LETTER_RUNS, "ab", hot()),
        Arguments.of(FORMATTED, "Mar 5 2000", new float[] {9, 0, 0, 0, 0, 0, 0, 1, 9}),
        Arguments.of(FORMATTED, "MAR 6 2000", new float[] {9, 1, 0, 0, 0, 0, 0, 0, 9}),
        Arguments.of(COMPACT, 20000307, new float[] {9, 0, 1, 0, 0, 0, 0, 0, 9}),
        Arguments.of(SHARED, "DTW", new float[] {9, 9, 0, 0, 0, 0, 0, 1, 0, 0}));
  }

  private static FeatureSettings runs(TextAnalyzer analyzer, int least, int most) {
    return new Text("x", analyzer, List.of(least, most), Optional.of(8), Missing.DEAD_LETTER);
  }

  private static float[] hot(String... runs) {
    float[] row = new float[10];
    row[0] = 9;
    row[9] = 9;
    for (String run : runs) {
      row[1 + CategoryHash.own(8).bucket(run)]++;
    }
    return row;
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void read_feature_writesItsColumnsOnly(FeatureSettings feature, Object value, float[] expected)
      throws RejectedSample {
    SampleSettings settings = between(feature);
    MiniBatch batch = new MiniBatch(settings, 1);

    encode(settings, batch, 9, value, 9, 1);

    assertThat(LogicalRows.of(batch, settings, 0)).containsExactly(expected);
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of(BINARY, 0, 0f),
        Arguments.of(BINARY, 1.0, 1f),
        Arguments.of(BINARY, true, 1f),
        Arguments.of(BINARY, false, 0f),
        Arguments.of(BINARY, -1, 0f),
        Arguments.of(BINARY, "1", 1f),
        Arguments.of(BINARY, "-1.0", 0f),
        Arguments.of(BINARY, "true", 1f),
        Arguments.of(VALUES, "<=50K", 0f),
        Arguments.of(VALUES, ">50K", 1f),
        Arguments.of(TURNED, "sick", 1f),
        Arguments.of(TURNED, "well", 0f),
        Arguments.of(ONE_TWO, 1, 0f),
        Arguments.of(ONE_TWO, "2.0", 1f),
        Arguments.of(POSITIVE, "Iris-setosa", 1f),
        Arguments.of(POSITIVE, "Iris-virginica", 0f),
        Arguments.of(WORDS, "drizzle", 0f),
        Arguments.of(WORDS, 2, 2f),
        Arguments.of(WORDS, "2.0", 2f),
        Arguments.of(CLASS, "2", 2f),
        Arguments.of(CLASS, "1.0", 1f),
        Arguments.of(CLASS, 2, 2f));
  }

  @ParameterizedTest
  @MethodSource("labels")
  void read_label_isTheTarget(LabelSettings label, Object value, float expected)
      throws RejectedSample {
    SampleSettings settings = labelled(label);
    MiniBatch batch = new MiniBatch(settings, 2);
    encode(settings, batch, 9, value);

    encode(settings, batch, 9, value);

    assertThat(batch.targets()[1]).isEqualTo(expected);
  }

  static Stream<Arguments> rejected() {
    return Stream.of(
        Arguments.of(NUMERIC, "far", "x must be a number: far"),
        Arguments.of(NUMERIC, true, "x must be a number: true"),
        Arguments.of(NUMERIC, Double.NaN, "x must be finite in float32: NaN"),
        Arguments.of(NUMERIC, 1e39, "x must be finite in float32: 1.0E39"),
        Arguments.of(NUMERIC, null, "field x is null"),
        Arguments.of(ARRAY, 5, "x must be an array of 2 numbers: 5"),
        Arguments.of(ARRAY, List.of(1), "x must be an array of 2 numbers: 1"),
        Arguments.of(ARRAY, List.of(1, 2, 3, 4), "x must be an array of 2 numbers: 4"),
        Arguments.of(ARRAY, List.of(1, "b"), "x[1] must be a number: b"),
        Arguments.of(ARRAY, List.of(1e39, 1), "x[0] must be finite in float32: 1.0E39"),
        Arguments.of(TAGS, Map.of(), "x must be a list of categories: {}"),
        Arguments.of(
            TAGS, List.of(Map.of()), "x must be a string, a finite number or a boolean: {}"),
        Arguments.of(FORMATTED, "2000-03-05", "x must be a time written as MMM d yyyy: 2000-03-05"),
        Arguments.of(FORMATTED, true, "x must be a time written as MMM d yyyy: true"),
        Arguments.of(
            CATEGORICAL, List.of(), "x must be a string, a finite number or a boolean: []"),
        Arguments.of(
            CATEGORICAL, Double.NaN, "x must be a string, a finite number or a boolean: NaN"),
        Arguments.of(CATEGORICAL, "\ud800", "x must not hold half a surrogate pair: \ud800"),
        Arguments.of(
            new HashedFeature.Map("x"),
            Map.of("\ud800", 1),
            "x must not hold half a surrogate pair in a name"));
  }

  @ParameterizedTest
  @MethodSource("rejected")
  void read_whatTheFeatureIsNot_rejects(
      FeatureSettings feature, @Nullable Object value, String reason) {
    SampleSettings settings = between(feature);
    MiniBatch batch = new MiniBatch(settings, 1);

    assertThatThrownBy(() -> encode(settings, batch, 9, value, 9, 1))
        .isInstanceOf(RejectedSample.class)
        .hasMessage(reason);
    assertThat(batch.rows()).isZero();
  }

  private static final String NO_BINARY =
      "x must be 0 or -1 or false, or 1 or true; sample.label.values names other words: ";
  private static final String NO_CLASS =
      "x must be a class from 0 to 2, or sample.label.classes must list the words: ";

  static Stream<Arguments> rejectedLabels() {
    return Stream.of(
        Arguments.of(BINARY, 2, NO_BINARY + "2"),
        Arguments.of(BINARY, "yes", NO_BINARY + "yes"),
        Arguments.of(BINARY, List.of(), NO_BINARY + "[]"),
        Arguments.of(VALUES, ">50K.", "x must be one of <=50K, >50K: >50K."),
        Arguments.of(ONE_TWO, 0, "x must be one of 1, 2: 0"),
        Arguments.of(WORDS, "snow", "x must be one of drizzle, rain, 2: snow"),
        Arguments.of(
            WORDS, List.of("rain"), "x must be a string, a finite number or a boolean: [rain]"),
        Arguments.of(CLASS, 3, NO_CLASS + "3"),
        Arguments.of(CLASS, -1, NO_CLASS + "-1"),
        Arguments.of(CLASS, 1.5, NO_CLASS + "1.5"),
        Arguments.of(CLASS, "3", NO_CLASS + "3"),
        Arguments.of(CLASS, "rain", NO_CLASS + "rain"),
        Arguments.of(CLASS, "99999999999", NO_CLASS + "99999999999"));
  }

  @ParameterizedTest
  @MethodSource("rejectedLabels")
  void read_whatTheLabelIsNot_rejects(LabelSettings label, Object value, String reason) {
    SampleSettings settings = labelled(label);

    assertThatThrownBy(() -> encode(settings, new MiniBatch(settings, 1), 9, value))
        .isInstanceOf(RejectedSample.class)
        .hasMessage(reason);
  }

  private static FeatureSettings weekday(String format) {
    return new FeatureSettings.Timestamp(
        "x",
        List.of(TimePart.WEEKDAY),
        TimeEncoding.ONE_HOT,
        TimeUnit.SECONDS,
        "UTC",
        Optional.of(format),
        Missing.DEAD_LETTER);
  }

  private static LabelSettings binary(List<String> values, Optional<String> positive) {
    return new LabelSettings(
        "x", LabelSettings.Type.BINARY, LabelClasses.NONE, values, positive, Optional.empty());
  }

  /** Reads the values of all fields in their order and ends the record. */
  private static void encode(SampleSettings settings, MiniBatch batch, @Nullable Object... values)
      throws RejectedSample {
    RecordEncoder encoder = RecordEncoder.labelled(settings);
    encoder.begin(batch);
    for (int field = 0; field < values.length; field++) {
      encoder.read(field, new FakeValue(values[field]));
    }
    encoder.end();
  }

  private static SampleSettings between(FeatureSettings feature) {
    return SampleSettings.of(
        List.of(new Numeric("before"), feature, new Numeric("after")),
        new LabelSettings("y", LabelSettings.Type.NUMERIC),
        Optional.empty(),
        8);
  }

  private static SampleSettings labelled(LabelSettings label) {
    return new SampleSettings(List.of(new Numeric("a")), label);
  }
}
