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
              new Categorical("origin", 4),
              new Array("p.x", 2, Scale.MINMAX)),
          new LabelSettings("digit", LabelSettings.Type.CLASS, 10));

  private final FeatureScaler scaler = new FeatureScaler(SETTINGS);
  private final MiniBatch batch = new MiniBatch(3, 7);

  @BeforeEach
  void learnThreeSamples() {
    for (float[] row :
        new float[][] {{1, 1, 0, 0, 0, 5, 8}, {4, 0, 1, 0, 0, 6, 3}, {7, 0, 0, 0, 1, 9, 4}}) {
      System.arraycopy(row, 0, batch.features().data(), batch.rows() * 7, 7);
      batch.accept();
    }
    scaler.fitTransform(batch, Tensor.zeros(3, 7));
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
  void read_givesTheSettingsBack() {
    assertThat(FeatureScaler.read(scaler.describe()).settings()).isEqualTo(SETTINGS);
  }

  @Test
  void read_transformsAsTheLearnerDoes() {
    Tensor learner = Tensor.zeros(3, 7);
    Tensor consumer = Tensor.zeros(3, 7);
    scaler.transform(batch, learner);

    FeatureScaler.read(scaler.describe()).transform(batch, consumer);

    assertThat(consumer.data()).containsExactly(learner.data());
  }

  @Test
  void read_goesOnLearning() {
    FeatureScaler consumer = FeatureScaler.read(scaler.describe());
    Tensor continued = Tensor.zeros(3, 7);
    Tensor undisturbed = Tensor.zeros(3, 7);

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
