package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.text.TextAnalyzer;
import io.gradstream.data.time.TimeEncoding;
import io.gradstream.data.time.TimePart;
import io.gradstream.data.time.TimeUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SampleSettingsTest {
  private static final Missing ZERO = Missing.ZERO;
  private static final Optional<VocabularySettings> KNOWN =
      Optional.of(new VocabularySettings(100));
  private static final LabelSettings LABEL = new LabelSettings("y", LabelSettings.Type.NUMERIC);

  @Test
  void width_isTheSumOfTheFeaturesColumns() {
    SampleSettings sample =
        new SampleSettings(
            List.of(new Numeric("a"), new Array("b", 64), Categorical.of("c", 512)), LABEL);

    assertThat(sample.width()).isEqualTo(577);
  }

  @Test
  void columns_shared_comeLastAndOnce() {
    SampleSettings sample =
        SampleSettings.of(
            List.of(
                new Categorical("a"),
                Categorical.of("b", 4),
                new Numeric("c"),
                new Categorical("d")),
            LABEL,
            Optional.empty(),
            16);

    assertThat(sample.width()).isEqualTo(21);
    assertThat(sample.denseColumns()).containsExactly(4);
    assertThat(sample.columns().of(0)).isEqualTo(new FeatureColumns(5, 16, 0, -1));
    assertThat(sample.columns().of(3)).isEqualTo(new FeatureColumns(5, 16, 1, -1));
  }

  @Test
  void denseColumns_withoutSparseFeature_areAll() {
    SampleSettings sample = new SampleSettings(List.of(new Numeric("a"), new Array("b", 3)), LABEL);

    assertThat(sample.denseColumns()).containsExactly(0, 1, 2, 3);
    assertThat(sample.isSparse()).isFalse();
  }

  @Test
  void shorterConstructors_doNotScale() {
    assertThat(new Numeric("a").scale()).isEqualTo(Scale.none());
    assertThat(new Array("a", 2).scale()).isEqualTo(Scale.none());
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(() -> sample(), "features must name at least one field: []"),
        wrong(
            () -> sample(new Numeric("a"), new Array("a", 2)),
            "features[1] must not use a field that is an array, a map or tags already: a"),
        wrong(() -> sample(new Numeric("y")), "label must not use a field that is used already: y"),
        wrong(
            () -> sample(new Numeric("p.x"), new Numeric("p")),
            "features[1] must not use both a field and one inside it: p and p.x"),
        wrong(
            () -> sample(Categorical.of("a", 1 << 30), Categorical.of("b", 1 << 30)),
            "features must have at most 2147483647 columns together: 2147483648"),
        wrong(
            () -> SampleSettings.of(List.of(new Numeric("a")), LABEL, Optional.empty(), 0),
            "buckets must be at least 1: 0"),
        wrong(
            () -> SampleSettings.of(List.of(new Numeric("a")), LABEL, Optional.of("y"), 1),
            "weight must not use a field that is used already: y"),
        wrong(
            () -> sample(new Numeric("a"), new Cross(List.of("a", "y"), Optional.of(4), ZERO)),
            "features[1].cross must not use the label or the weight: y"),
        wrong(
            () -> sample(new Array("a", 2), new Cross(List.of("a"), Optional.of(4), ZERO)),
            "features[1].cross must name fields of one value, not an array or a map: a"),
        wrong(
            () -> sample(new Numeric("a"), new Cross(List.of("a.b"), Optional.of(4), ZERO)),
            "features[1].cross must not use both a field and one inside it: a.b and a"),
        wrong(
            () -> sample(new Timestamp("t"), new Cross(List.of("a", "t.hours"))),
            "features[1].cross must name what there is inside t, t.hour or t.weekday or t.month or t.date: t.hours"),
        wrong(
            () -> sample(new Text("words"), new Cross(List.of("words.token"))),
            "features[1].cross must name what there is inside words, words.tokens: words.token"),
        wrong(
            () -> sample(new Square("a"), new Cross(List.of("square(a)"))),
            "features[1].cross must name fields, not another feature that is made of some: square(a)"),
        wrong(
            () -> sample(new Cross(List.of("a", "b")), new Cross(List.of("b", "a"))),
            "features[1].cross must not be the same as another feature: [a, b]"),
        wrong(
            () -> sample(new Product(List.of("a", "b")), new Product(List.of("a", "b"))),
            "features[1].product must not be the same as another feature: [a, b]"),
        wrong(
            () ->
                new LabelSettings(
                    "y",
                    LabelSettings.Type.BINARY,
                    LabelClasses.NONE,
                    List.of("1", "1.0"),
                    Optional.of("1.0"),
                    Optional.empty()),
            "values must differ, as texts and as numbers: [1, 1.0]"),
        wrong(
            () -> LabelClasses.named("a", "-0", "0.0"),
            "classes must differ, as texts and as numbers: [a, -0, 0.0]"),
        wrong(() -> new Product(List.of("a")), "product must name at least two fields: [a]"),
        wrong(
            () -> sample(new Timestamp("t"), new Product(List.of("a", "t.hour"))),
            "features[1].product must name fields that are numbers, not what is inside one: t.hour"),
        wrong(
            () -> sample(new Square("y")),
            "features[0].square must not use the label or the weight: y"),
        wrong(() -> new Bins("a", 1, BinEncoding.ONE_HOT, ZERO), "bins must be 2 to 64: 1"),
        wrong(
            () -> sample(new Bins("a"), new Product(List.of("a.bin", "b"))),
            "features[1].product must name fields that are numbers, not what is inside one: a.bin"),
        wrong(
            () -> sample(new Bins("a"), new Cross(List.of("a.bins", "b"))),
            "features[1].cross must name what there is inside a, a.bin: a.bins"),
        wrong(
            () ->
                sample(
                    new Bins("a", 64, BinEncoding.ONE_HOT, ZERO),
                    new Bins("b", 64, BinEncoding.CUMULATIVE, ZERO),
                    new Bins("c", 2, BinEncoding.ONE_HOT, ZERO),
                    new Cross(List.of("a.bin", "b.bin", "c.bin"))),
            "features[3].cross must name bins that have at most 4096 combinations: 8192"),
        wrong(
            () -> new Text("a", TextAnalyzer.WORD, List.of(2, 1), Optional.empty(), ZERO),
            "ngrams must be the least and the most of a run, 1 to 8, such as [1, 2]: [2, 1]"),
        wrong(
            () -> sample(new Timestamp("t"), new Slope("t.hour", List.of("a"))),
            "features[1].slope must name fields that are numbers, not what is inside one: t.hour"),
        wrong(
            () -> sample(new Array("a", 2), new Slope("x", List.of("a"))),
            "features[1].per must name fields of one value, not an array or a map: a"),
        wrong(
            () -> sample(new HashedFeature.Tags("a"), new Slope("a", List.of("b"))),
            "features[1].slope must name fields of one value, not an array, a map or tags: a"),
        wrong(
            () -> sample(new Slope("a", List.of("y"))),
            "features[0].per must not use the label or the weight: y"),
        wrong(
            () -> sample(new Slope("x", List.of("a", "b")), new Slope("x", List.of("b", "a"))),
            "features[1].slope must not be the same as another feature: [x, a, b]"),
        wrong(() -> new Slope("x", List.of()), "per must name at least one category: []"),
        wrong(
            () -> new Slope("x", List.of("a", "x")),
            "per must name categories, not the number itself: x"),
        wrong(
            () -> new Slope("x", List.of("a"), 0, 0, Optional.empty(), Optional.empty(), ZERO),
            "deviation must be positive: 0.0"),
        wrong(() -> new Cross(List.of()), "cross must name at least one field: []"),
        wrong(
            () ->
                new Categorical(
                    "a", Optional.of(4), Optional.empty(), Optional.empty(), Missing.MEAN),
            "missing must be zero, indicator or dead-letter for a categorical: mean"),
        wrong(
            () -> new Categorical("a", Optional.empty(), Optional.of(8), Optional.empty(), ZERO),
            "buckets or vocabulary must be set where embedding is: rows of the table"),
        wrong(
            () -> new Categorical("a", Optional.of(4), Optional.of(8), KNOWN, ZERO),
            "buckets and vocabulary exclude each other, leave one out: buckets 4,"
                + " vocabulary.size 100"),
        wrong(
            () -> new Categorical("a", Optional.empty(), Optional.empty(), KNOWN, ZERO),
            "vocabulary needs an embedding, how long a vector each category has: not set"),
        wrong(() -> new VocabularySettings(0), "size must be between 1 and 16777216: 0"),
        wrong(
            () -> new VocabularySettings(9, 0, 1), "admitAfter must be between 1 and 16777216: 0"),
        wrong(() -> new VocabularySettings(9, 1, 0), "expireAfter must be at least 1: 0"),
        wrong(
            () -> timestamp(List.of(TimePart.HOUR, TimePart.HOUR), "UTC"),
            "parts must be some of hour, weekday and month, each once; date is for a cross:"
                + " [hour, hour]"),
        wrong(
            () -> timestamp(List.of(TimePart.DATE), "UTC"),
            "parts must be some of hour, weekday and month, each once; date is for a cross:"
                + " [date]"),
        wrong(
            () -> timestamp(List.of(), "Mars"),
            "zone must be a time zone such as UTC or Europe/Berlin: Mars"),
        wrong(
            () -> new Numeric("p..x"),
            "field must be names joined by dots, those with a dot of their own in double quotes: p..x"),
        wrong(
            () -> new Numeric(""),
            "field must be names joined by dots, those with a dot of their own in double quotes: "),
        wrong(() -> new Array("a", 0), "size must be at least 1: 0"),
        wrong(() -> Categorical.of("a", -1), "buckets must be at least 1: -1"),
        wrong(
            () -> new LabelSettings("y", LabelSettings.Type.CLASS),
            "classes must be at least 2 for a label of type class: 0"),
        wrong(
            () -> label(LabelSettings.Type.BINARY, LabelClasses.numbered(2)),
            "classes must be left out for a label of type binary: 2"),
        wrong(
            () ->
                new LabelSettings(
                    "y",
                    LabelSettings.Type.BINARY,
                    LabelClasses.NONE,
                    List.of(),
                    Optional.empty(),
                    Optional.of(Scale.standard())),
            "scale must be left out for a label of type binary: standard"),
        wrong(
            () -> labelled(LabelSettings.Type.NUMERIC, List.of("a", "b"), Optional.empty()),
            "values must be left out for a label of type numeric: [a, b]"),
        wrong(
            () -> labelled(LabelSettings.Type.CLASS, List.of(), Optional.of("a")),
            "positive must be left out for a label of type class: a"),
        wrong(
            () -> labelled(LabelSettings.Type.BINARY, List.of("a"), Optional.empty()),
            "values must be two, no before yes, such as [\"no\", \"yes\"]: [a]"),
        wrong(
            () -> labelled(LabelSettings.Type.BINARY, List.of("a", "b"), Optional.of("c")),
            "positive must be one of values, [a, b]: c"),
        wrong(
            () -> LabelClasses.named("rain", "sun", "rain"),
            "classes must not name one twice: [rain, sun, rain]"),
        wrong(
            () -> LabelClasses.of(List.of("many")),
            "classes must be how many there are, or a list of their names: [many]"),
        wrong(
            () ->
                new Array(
                    "a",
                    3,
                    new Scale.Standard(figures(1, 2), figures(1, 2), Optional.empty()),
                    ZERO),
            "scale must have a figure for each column, 3: [1.0, 2.0]"),
        wrong(
            () -> new Scale.Standard(figures(1), Optional.empty(), Optional.empty()),
            "mean and deviation must be as many numbers, or both left out: [1.0] and []"),
        wrong(
            () -> new Scale.Standard(figures(1), figures(-1), Optional.empty()),
            "deviation must be numbers that are finite and not negative: [-1.0]"),
        wrong(
            () -> new Scale.Minmax(figures(1), figures(0), Optional.empty()),
            "min must not be above max: 1.0 and 0.0"),
        wrong(
            () -> new Scale.Robust(Optional.empty(), Optional.empty(), Optional.of(0.0)),
            "clip must be positive: 0.0"),
        wrong(
            () -> new HashedFeature.Tags("t", Optional.empty(), Optional.of(""), ZERO),
            "separator must be a text such as | : \"\""),
        wrong(
            () -> formatted("HH:mm"),
            "format must be a pattern of java.time's DateTimeFormatter, such as MMM d yyyy: HH:mm"),
        wrong(
            () -> formatted("bib"),
            "format must be a pattern of java.time's DateTimeFormatter, such as MMM d yyyy: bib"),
        wrong(
            () -> sample(new HashedFeature.Tags("t"), new Categorical("t")),
            "features[1] must not use a field that is an array, a map or tags already: t"),
        wrong(
            () -> sample(new Categorical("t"), new Categorical("\"t\"")),
            "features[1] must not use a field in the same way as another feature: t"));
  }

  private static Optional<List<Double>> figures(double... figures) {
    return Optional.of(Arrays.stream(figures).boxed().toList());
  }

  private static LabelSettings label(LabelSettings.Type type, LabelClasses classes) {
    return new LabelSettings("y", type, classes, List.of(), Optional.empty(), Optional.empty());
  }

  private static LabelSettings labelled(
      LabelSettings.Type type, List<String> values, Optional<String> positive) {
    LabelClasses classes =
        type == LabelSettings.Type.CLASS ? LabelClasses.numbered(2) : LabelClasses.NONE;
    return new LabelSettings("y", type, classes, values, positive, Optional.empty());
  }

  private static Timestamp formatted(String format) {
    return new Timestamp(
        "t",
        List.of(TimePart.HOUR),
        TimeEncoding.ONE_HOT,
        TimeUnit.SECONDS,
        "UTC",
        Optional.of(format),
        ZERO);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void constructor_impossibleSettings_throws(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Arguments wrong(ThrowingCallable construction, String message) {
    return Arguments.of(construction, message);
  }

  private static Timestamp timestamp(List<TimePart> parts, String zone) {
    return Timestamp.of("t", parts, TimeEncoding.ONE_HOT, TimeUnit.SECONDS, zone, ZERO);
  }

  private static SampleSettings sample(FeatureSettings... features) {
    return new SampleSettings(List.of(features), LABEL);
  }
}
