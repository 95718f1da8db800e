package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Categorical;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version tells its consumers about samples. */
class SampleDescriptionTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(
              new Numeric("distance", Scale.STANDARD),
              Categorical.of("origin", 4),
              new Array("p.x", 2, Scale.MINMAX)),
          new LabelSettings("digit", LabelSettings.Type.CLASS, 10));

  private static final SampleSettings SHARING =
      new SampleSettings(
          List.of(new Categorical("origin"), new Numeric("distance")),
          new LabelSettings("late", LabelSettings.Type.NUMERIC),
          Optional.of("importance"),
          Optional.of(1000));

  private final FeatureScaler scaler = new FeatureScaler(SETTINGS);
  private final MiniBatch batch =
      LogicalRows.batch(
          SETTINGS,
          new float[] {1, 1, 0, 0, 0, 5, 8},
          new float[] {4, 0, 1, 0, 0, 6, 3},
          new float[] {7, 0, 0, 0, 1, 9, 4});

  @BeforeEach
  void learnThreeSamples() {
    scaler.fitTransform(batch, Tensor.zeros(3, 3));
  }

  @Test
  void describe_tellsColumnsHashesAndStatistics() {
    assertThat(scaler.describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=distance, type=numeric, scale=standard, column=0, columns=1, count=3,"
                + " mean=4.0, variance=6.0}, "
                + "{field=origin, type=categorical, buckets=4,"
                + " hash=murmur3_32(utf8) seed 0, unsigned modulo buckets, column=1, columns=4}, "
                + "{field=p.x, type=array, size=2, scale=minmax, column=5, columns=2, count=3,"
                + " min=[5.0, 3.0], max=[9.0, 8.0]}], "
                + "label={field=digit, type=class, classes=10}, width=7}");
  }

  @Test
  void describe_sharedColumns_tellsTheSeed() {
    assertThat(new FeatureScaler(SHARING).describe().toString())
        .isEqualTo(
            "{features=["
                + "{field=origin, type=categorical,"
                + " hash=murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns,"
                + " seed=997549709, column=1, columns=1000}, "
                + "{field=distance, type=numeric, scale=none, column=0, columns=1}], "
                + "label={field=late, type=numeric}, weight=importance, buckets=1000, width=1001}");
  }

  static Stream<SampleSettings> settings() {
    return Stream.of(SETTINGS, SHARING);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void read_givesTheSettingsBack(SampleSettings settings) {
    assertThat(FeatureScaler.read(new FeatureScaler(settings).describe()).settings())
        .isEqualTo(settings);
  }

  @Test
  void read_transformsAsTheLearnerDoes() {
    Tensor learner = Tensor.zeros(3, 3);
    Tensor consumer = Tensor.zeros(3, 3);
    scaler.transform(batch, learner);

    FeatureScaler.read(scaler.describe()).transform(batch, consumer);

    assertThat(consumer.data()).containsExactly(learner.data());
  }

  @Test
  void read_goesOnLearning() {
    FeatureScaler consumer = FeatureScaler.read(scaler.describe());
    Tensor continued = Tensor.zeros(3, 3);
    Tensor undisturbed = Tensor.zeros(3, 3);

    consumer.fitTransform(batch, continued);

    scaler.fitTransform(batch, undisturbed);
    assertThat(continued.data()).containsExactly(undisturbed.data(), within(1e-6f));
  }

  static Stream<Arguments> unreadable() {
    Map<String, Object> time = Map.of("field", "t", "type", "timestamp");
    Map<String, Object> hash =
        Map.of("field", "c", "type", "categorical", "buckets", 4, "hash", "xxh3");
    Map<String, Object> scale = Map.of("field", "n", "type", "numeric", "scale", "robust");
    Map<String, Object> half =
        Map.of("field", "n", "type", "numeric", "scale", "minmax", "count", 2, "min", 1.0);
    return Stream.of(
        Arguments.of("features", List.of(time), "type must be one that is known here: timestamp"),
        Arguments.of("features", List.of(hash), "hash must be one that is known here: xxh3"),
        Arguments.of("features", List.of(scale), "scale must be one that is known here: robust"),
        Arguments.of("features", List.of(half), "max must be 1 numbers: null"),
        Arguments.of("features", List.of("n"), "features must be a list of objects: n"),
        Arguments.of("features", "n", "features must be a List: n"),
        Arguments.of("label", 5, "label must be a Map: 5"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void read_whatIsNotKnownHere_throws(String key, Object value, String message) {
    Map<String, Object> description = new LinkedHashMap<>(scaler.describe());
    description.put(key, value);

    assertThatThrownBy(() -> FeatureScaler.read(description))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
