package io.gradstream.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.tensor.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureWeightsTest {
  private static final List<Map<String, Object>> FEATURES =
      List.of(
          Map.of("field", "distance", "type", "numeric", "column", 0, "columns", 1),
          Map.of("field", "hour", "type", "categorical", "column", 1, "columns", 2),
          Map.of("field", "origin", "column", 3, "columns", 4, "seed", 17L));

  @Test
  void of_linear_areWeightsAndNormsLargestFirst() {
    Tensor weights = Tensor.of(new float[][] {{-0.5f, 3, 4, 9, 9, 9, 9}});

    assertThat(FeatureWeights.of(version(Map.of("0.weight", weights))))
        .containsExactly(
            Map.of("field", "hour", "columns", 2, "weight", 5.0),
            Map.of("field", "distance", "columns", 1, "weight", -0.5));
  }

  @Test
  void of_severalOutputs_areNormsOverAllOfThem() {
    Tensor weights = Tensor.of(new float[][] {{3, 0, 0, 0, 0, 0, 0}, {-4, 1, 0, 0, 0, 0, 0}});

    assertThat(FeatureWeights.of(version(Map.of("0.weight", weights))))
        .containsExactly(
            Map.of("field", "distance", "columns", 1, "weight", 5.0),
            Map.of("field", "hour", "columns", 2, "weight", 1.0));
  }

  @Test
  void of_blocks_areNone() {
    assertThat(FeatureWeights.of(version(Map.of()))).isEmpty();
  }

  private static ModelVersion version(Map<String, Tensor> parameters) {
    return new ModelVersion(
        "late",
        1,
        1,
        1,
        Instant.EPOCH,
        "",
        Offsets.none(),
        Map.of(),
        Map.of("features", FEATURES),
        List.of(),
        Map.of(),
        parameters);
  }
}
