package io.gradstream.data.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.Slope;
import io.gradstream.data.Text;
import io.gradstream.data.text.CategoryHash;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {
  private static final int DISTANCE = 0;
  private static final int ORIGIN = 1;
  private static final int LABEL = 2;
  private static final int WEIGHT = 3;

  private static final SampleSettings CROSSED =
      new SampleSettings(
          List.of(
              new HashedFeature.Cross(
                  List.of("tags", "title.tokens"), Optional.of(1 << 20), Missing.ZERO),
              new HashedFeature.Tags("tags"),
              new Text("title")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private static final SampleSettings SETTINGS =
      SampleSettings.of(
          List.of(new Numeric("distance"), Categorical.of("origin", 4)),
          new LabelSettings("delayed", LabelSettings.Type.BINARY),
          Optional.of("importance"),
          1);

  private final RecordEncoder encoder = RecordEncoder.labelled(SETTINGS);
  private final MiniBatch batch = new MiniBatch(SETTINGS, 2);

  @BeforeEach
  void begin() {
    encoder.begin(batch);
  }

  @Test
  void end_fieldsInAnyOrder_isTheRow() throws RejectedSample {
    read(WEIGHT, 2.5);
    read(LABEL, 1);
    read(ORIGIN, "mon");
    read(DISTANCE, 7);

    encoder.end();

    assertThat(LogicalRows.of(batch, SETTINGS, 0)).containsExactly(7, 0, 0, 0, 1);
    assertThat(batch.targets()[0]).isEqualTo(1);
    assertThat(batch.weights()[0]).isEqualTo(2.5f);
  }

  @Test
  void read_fieldThatComesTwice_lastValueCounts() throws RejectedSample {
    readAll();
    read(ORIGIN, List.of());
    read(ORIGIN, "DTW");

    encoder.end();

    assertThat(LogicalRows.of(batch, SETTINGS, 0)).containsExactly(7, 1, 0, 0, 0);
  }

  @Test
  void forget_field_isMissing() {
    readAll();

    encoder.forget(ORIGIN);

    assertThatThrownBy(encoder::end).hasMessage("field origin is missing");
  }

  @Test
  void begin_afterARecordThatWasGivenUp_leavesNothingOfIt() throws RejectedSample {
    readAll();
    encoder.begin(batch);
    read(DISTANCE, 1);
    read(LABEL, 0);
    read(WEIGHT, 1);

    assertThatThrownBy(encoder::end).hasMessage("field origin is missing");
    assertThat(batch.rows()).isZero();
    assertThat(batch.sparse().rows()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, 1e39})
  void end_weightThatIsNone_rejects(double weight) {
    readAll();
    read(WEIGHT, weight);

    assertThatThrownBy(encoder::end)
        .hasMessage("importance must be a weight, a finite number of at least 0: " + weight);
  }

  @Test
  void unlabelled_looksForFeaturesOnly() throws RejectedSample {
    readAll();
    encoder.end();
    batch.clear();
    RecordEncoder features = RecordEncoder.unlabelled(SETTINGS);
    features.begin(batch);
    features.read(DISTANCE, new FakeValue(7));
    features.read(ORIGIN, new FakeValue("mon"));

    features.end();

    assertThat(features.fields()).hasToString("[distance, origin]");
    assertThat(batch.targets()[0]).isZero();
    assertThat(batch.weights()[0]).isEqualTo(1);
  }

  @Test
  void read_fieldOfSeveralFeatures_fillsTheColumnsOfEach() throws RejectedSample {
    SampleSettings settings =
        new SampleSettings(
            List.of(
                Numeric.of("hour", Scale.minmax()),
                Categorical.of("hour", 4),
                new HashedFeature.Cross(List.of("hour", "day"), Optional.of(2), Missing.ZERO),
                new FeatureSettings.Timestamp("day")),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    MiniBatch own = new MiniBatch(settings, 1);
    RecordEncoder several = RecordEncoder.labelled(settings);
    several.begin(own);
    several.read(0, new FakeValue(-5));
    several.read(1, new FakeValue("2001-01-01T03:00"));
    several.read(2, new FakeValue(1));

    several.end();

    float[] row = LogicalRows.of(own, settings, 0);
    assertThat(several.fields()).hasToString("[hour, day, y]");
    assertThat(row).startsWith(-5, 0, 0, 0, 1);
    assertThat(row[7 + 3] + row[7 + 24]).isEqualTo(2);
    assertThat(row[5] + row[6]).isEqualTo(1);
  }

  @Test
  void end_crossOfTagsAndTokens_hasAnEntryForEachCombination() throws RejectedSample {
    MiniBatch own = new MiniBatch(CROSSED, 1);

    crossed(own, List.of("new", "gift"), "Too small", 4).end();

    assertThat(entries(own))
        .containsExactlyInAnyOrder(
            bucket("new\u001ftoo"),
            bucket("new\u001fsmall"),
            bucket("gift\u001ftoo"),
            bucket("gift\u001fsmall"));
    own.clear();
    crossed(own, List.of(), "Too small", 4).end();
    assertThat(entries(own)).isEmpty();
  }

  @Test
  void end_crossOfMoreCombinationsThanAnArrayMayHave_rejects() {
    RecordEncoder several =
        crossed(new MiniBatch(CROSSED, 1), List.of("new", "gift"), "Too small", 3);

    assertThatThrownBy(several::end)
        .hasMessage("tags*title.tokens must have at most 3 elements, input.limits.arrayLength: 4");
  }

  @Test
  void end_slope_isTheScaledNumberInEachCategorysColumn() throws RejectedSample {
    Slope slope =
        new Slope(
            "x", List.of("tags"), 2, 4, Optional.of(2.0), Optional.of(1 << 20), Missing.INDICATOR);
    SampleSettings settings =
        new SampleSettings(
            List.of(
                slope,
                new HashedFeature.Tags("tags", Optional.of(8), Optional.empty(), Missing.ZERO)),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    MiniBatch own = new MiniBatch(settings, 5);
    RecordEncoder several = RecordEncoder.labelled(settings);
    for (Object number : Arrays.asList(4.0, 1e30, 2.0, null)) {
      several.begin(own);
      several.read(0, new FakeValue(List.of("new", "gift")));
      several.read(1, new FakeValue(number));
      several.read(2, new FakeValue(1));
      several.end();
    }

    assertThat(several.fields()).hasToString("[tags, x, y]");
    assertThat(slopes(own, settings, 0))
        .containsOnly(entry(bucket("new"), 0.5f), entry(bucket("gift"), 0.5f));
    assertThat(slopes(own, settings, 1)).containsValues(2f).hasSize(2);
    assertThat(slopes(own, settings, 2)).isEmpty();
    assertThat(slopes(own, settings, 3)).containsOnly(entry(1 << 20, 1f));
    several.begin(own);
    several.read(1, new FakeValue("far"));
    assertThatThrownBy(several::end).hasMessageStartingWith("x must be a number");
  }

  /** What is not zero in a slope's columns, and in that of its indicator. */
  private static Map<Integer, Float> slopes(MiniBatch batch, SampleSettings settings, int row) {
    float[] logical = LogicalRows.of(batch, settings, row);
    return IntStream.rangeClosed(0, 1 << 20)
        .filter(column -> logical[column] != 0)
        .boxed()
        .collect(Collectors.toMap(column -> column, column -> logical[column]));
  }

  private static RecordEncoder crossed(
      MiniBatch into, List<String> tags, String title, int arrayLength) {
    RecordEncoder several =
        RecordEncoder.labelled(CROSSED, new SampleLimits(1000, 9, arrayLength, 9, 9));
    several.begin(into);
    several.read(0, new FakeValue(tags));
    several.read(1, new FakeValue(title));
    several.read(2, new FakeValue(1));
    return several;
  }

  /** The columns of the cross in the one row. */
  private static List<Integer> entries(MiniBatch batch) {
    return Arrays.stream(batch.sparse().indices(), 0, batch.sparse().appended())
        .filter(column -> column < 1 << 20)
        .boxed()
        .toList();
  }

  private static int bucket(String text) {
    return CategoryHash.own(1 << 20).bucket(text);
  }

  private void readAll() {
    read(DISTANCE, 7);
    read(ORIGIN, "mon");
    read(LABEL, 1);
    read(WEIGHT, 3);
  }

  private void read(int field, Object value) {
    encoder.read(field, new FakeValue(value));
  }
}
