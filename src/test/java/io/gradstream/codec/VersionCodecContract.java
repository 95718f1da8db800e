package io.gradstream.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.OffsetRuns;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every wire format of versions holds to. */
abstract class VersionCodecContract {
  abstract VersionCodec codec();

  @Test
  void decode_encoded_givesEverythingButParametersBack() {
    ModelVersion version = version(Map.of());

    ModelVersion decoded = codec().decode(codec().encode(version));

    assertThat(decoded).isEqualTo(version);
  }

  @Test
  void decode_encoded_givesRunsOfOffsetsBack() {
    Offsets offsets =
        Offsets.none()
            .with("in", 3, 40)
            .with(
                OffsetRuns.none()
                    .with("in", 3, new OffsetRange(7, 9))
                    .with("in", 3, new OffsetRange(12, 40))
                    .with("other", 0, new OffsetRange(0, 1)),
                OffsetRuns.none().with("in", 3, new OffsetRange(20, 60)));
    ModelVersion version = versionAt(offsets);

    assertThat(codec().decode(codec().encode(version)).offsets()).isEqualTo(offsets);
  }

  private static ModelVersion versionAt(Offsets offsets) {
    return new ModelVersion(
        "m",
        1,
        0,
        0,
        Instant.EPOCH,
        "",
        offsets,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  @Test
  void decode_encoded_givesParametersBackBitForBit() {
    float[] extremes = {
      0f,
      -0f,
      1f,
      -1f,
      0.1f,
      1f / 3,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Math.nextDown(Float.MIN_NORMAL),
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      16777216f,
      2e-3f,
      1e10f
    };

    assertBitForBit(Tensor.of(extremes));
  }

  @Test
  void decode_encoded_givesAnyFiniteBitsBack() {
    Random random = new Random(11);
    float[] elements = new float[20_000];
    for (int i = 0; i < elements.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      elements[i] = Float.isFinite(any) ? any : i;
    }

    assertBitForBit(Tensor.wrap(elements, Shape.of(20, 1000)));
  }

  @Test
  void decode_encoded_keepsShapesAndOrder() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("2.weight", Tensor.zeros(1, 16));
    parameters.put("0.bias", Tensor.zeros(16));
    parameters.put("scalar", Tensor.zeros());
    parameters.put("none", Tensor.zeros(0, 3));

    Map<String, Tensor> decoded = codec().decode(codec().encode(version(parameters))).parameters();

    assertThat(decoded.keySet()).containsExactlyElementsOf(parameters.keySet());
    parameters.forEach(
        (name, tensor) ->
            assertThat(requireNonNull(decoded.get(name)).shape()).isEqualTo(tensor.shape()));
  }

  @Test
  void encode_tensorPartlyInUse_writesTheRowsInUse() {
    Tensor partly = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    partly.useRows(2);

    Tensor decoded = roundTrip(partly);

    assertThat(decoded.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(decoded.data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void encode_metricThatIsNotANumber_leavesItOut() {
    ModelVersion version = version(Map.of(), Map.of("auc", Double.NaN, "logLoss", 0.5));

    ModelVersion decoded = codec().decode(codec().encode(version));

    assertThat(decoded.metrics()).isEqualTo(Map.of("logLoss", 0.5));
  }

  @Test
  void encode_listWithWhatIsNotANumber_keepsItsPlace() {
    ModelVersion version = version(Map.of(), Map.of("perClass", List.of(1L, Double.NaN, 3L)));

    ModelVersion decoded = codec().decode(codec().encode(version));

    assertThat(decoded.metrics()).isEqualTo(version.metrics());
  }

  @Test
  void decode_cutShort_throws() {
    byte[] bytes = codec().encode(version(Map.of("w", Tensor.of(1, 2, 3))));

    for (int length : new int[] {0, 1, 7, 8, 100, bytes.length - 1}) {
      assertThatThrownBy(() -> codec().decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(MalformedContent.class);
    }
  }

  private void assertBitForBit(Tensor tensor) {
    int[] expected = bits(tensor);

    assertThat(bits(roundTrip(tensor))).containsExactly(expected);
  }

  private Tensor roundTrip(Tensor tensor) {
    byte[] bytes = codec().encode(version(Map.of("0.weight", tensor)));
    return codec().decode(bytes).parameters().values().iterator().next();
  }

  private static int[] bits(Tensor tensor) {
    int[] bits = new int[tensor.size()];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.data()[i]));
    return bits;
  }

  static ModelVersion version(Map<String, Tensor> parameters) {
    return version(parameters, Map.of("logLoss", 0.4987, "window", Map.of("auc", 0.656)));
  }

  private static ModelVersion version(Map<String, Tensor> parameters, Map<String, Object> metrics) {
    return new ModelVersion(
        "flight-delays",
        12,
        1_200,
        5_000_000_000L,
        Instant.parse("2026-01-02T03:04:05.070Z"),
        "c0ffee",
        Offsets.none().with("flights", 0, 17).with("flights", 10, 5_000_000_000L),
        metrics,
        Map.of("features", List.of(Map.of("field", "Zürich \"✈\"", "count", 3L, "mean", 1e-300))),
        List.of(Map.of("type", "linear", "out", 16L, "bias", true), Map.of("type", "relu")),
        Map.of("type", "bce_with_logits", "posWeight", 2.5),
        parameters);
  }
}
