package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.FeatureSettings.Timestamp;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.HashedFeature.Cross;
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
        new SampleSettings(
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
    assertThat(new Numeric("a").scale()).isEqualTo(Scale.NONE);
    assertThat(new Array("a", 2).scale()).isEqualTo(Scale.NONE);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(() -> sample(), "features must name at least one field: []"),
        wrong(
            () -> sample(new Numeric("a"), new Array("a", 2)),
            "features must not use a field that is used already: a"),
        wrong(() -> sample(new Numeric("y")), "label must not use a field that is used already: y"),
        wrong(
            () -> sample(new Numeric("p.x"), new Numeric("p")),
            "features must not use both a field and one inside it: p and p.x"),
        wrong(
            () -> sample(Categorical.of("a", 1 << 30), Categorical.of("b", 1 << 30)),
            "features must have at most 2147483647 columns together: 2147483648"),
        wrong(
            () -> new SampleSettings(List.of(new Numeric("a")), LABEL, Optional.empty(), 0),
            "buckets must be at least 1: 0"),
        wrong(
            () -> new SampleSettings(List.of(new Numeric("a")), LABEL, Optional.of("y"), 1),
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
        wrong(() -> new Numeric("p..x"), "field must be names joined by dots: p..x"),
        wrong(() -> new Numeric(""), "field must be names joined by dots: "),
        wrong(() -> new Array("a", 0), "size must be at least 1: 0"),
        wrong(() -> Categorical.of("a", -1), "buckets must be at least 1: -1"),
        wrong(
            () -> new LabelSettings("y", LabelSettings.Type.CLASS),
            "classes must be at least 2 for a label of type class: 0"),
        wrong(
            () -> new LabelSettings("y", LabelSettings.Type.BINARY, 2),
            "classes must be left out for a label of type binary: 2"));
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
    return new Timestamp("t", parts, TimeEncoding.ONE_HOT, TimeUnit.SECONDS, zone, ZERO);
  }

  private static SampleSettings sample(FeatureSettings... features) {
    return new SampleSettings(List.of(features), LABEL);
  }
}
