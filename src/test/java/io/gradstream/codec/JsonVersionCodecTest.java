package io.gradstream.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonVersionCodecTest extends VersionCodecContract {
  private static final String TEXT =
      """
      {"model":"m","version":1,"step":2,"samples":3,"timestamp":"2026-01-01T00:00:00.000Z",\
      "config":"c","offsets":{"t":{"0":9}},"metrics":{"mae":0.5},\
      "sample":{"width":2},"layers":[{"type":"relu"}],"loss":{"type":"mse"},\
      "parameters":{"0.weight":{"shape":[2,2],"data":[1.0,-0.0,0.1,1.4E-45]}}}""";

  @Override
  VersionCodec codec() {
    return new JsonVersionCodec();
  }

  @Test
  void encode_writesWhatTheDesignPromises() {
    ModelVersion version =
        new ModelVersion(
            "m",
            1,
            2,
            3,
            Instant.parse("2026-01-01T00:00:00Z"),
            "c",
            Offsets.none().with("t", 0, 9),
            Map.of("mae", 0.5),
            Map.of("width", 2),
            List.of(Map.of("type", "relu")),
            Map.of("type", "mse"),
            Map.of("0.weight", Tensor.of(new float[][] {{1, -0f}, {0.1f, Float.MIN_VALUE}})));

    assertThat(new String(codec().encode(version), StandardCharsets.UTF_8)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"0.002, 0.002", "1.1E10, 1.1E10", "0.3, 0.3", "9.0E-44, 9.0E-44", "8.41E21, 8.41E21"})
  void encode_writesTheShortestDecimals(float element, String decimal) {
    byte[] bytes = codec().encode(version(Map.of("w", Tensor.of(element))));

    assertThat(new String(bytes, StandardCharsets.UTF_8)).endsWith("\"data\":[" + decimal + "]}}}");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void encode_parameterThatIsNotFinite_throws(float element) {
    ModelVersion version = version(Map.of("0.weight", Tensor.of(1, 2, element)));

    assertThatThrownBy(() -> codec().encode(version))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter 0.weight must be finite in JSON: element 2 is " + element);
  }

  @Test
  void decode_entriesItDoesNotKnow_arePassedOver() {
    String later =
        TEXT.replace("\"step\"", "\"later\":{\"a\":[null]},\"step\"")
            .replace("\"shape\"", "\"dtype\":[\"F32\"],\"shape\"");

    assertThat(decode(later).step()).isEqualTo(2);
  }

  @Test
  void decode_dataBeforeShape_readsIt() {
    String turned = TEXT.replaceAll("(\"shape\":.*?]),(\"data\":.*?])", "$2,$1");

    assertThat(requireNonNull(decode(turned).parameters().get("0.weight")).data()[2])
        .isEqualTo(0.1f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "step":2,           |                 | step must be a Long: null
          "version":1         | "version":"one" | version must be a Long: one
          2026-01-01T         | 2026-01-41T     | not a version: Text '2026-01-41T00:00:00.000Z' could not be parsed at index 0
          {"0":9}             | {"a":9}         | not a version: For input string: "a"
          "shape":[2,2]       | "shape":[2,3]   | not a version: a tensor of shape [2, 3] needs 6 elements: 4
          "shape":[2,2]       | "shape":[-1]    | not a version: a shape's extents must not be negative: [-1]
          "data":[1.0         | "data":[1e99    | not a version: parameter 0.weight must be finite in JSON: element 0 is Infinity
          {"type":"relu"}     | 5               | layer must be a Map: 5
          """)
  void decode_wrongContent_saysWhat(String from, String to, String message) {
    String wrong = TEXT.replace(from, to == null ? "" : to);

    assertThatThrownBy(() -> decode(wrong))
        .isInstanceOf(MalformedContent.class)
        .hasMessage(message);
  }

  private ModelVersion decode(String text) {
    return codec().decode(text.getBytes(StandardCharsets.UTF_8));
  }
}
