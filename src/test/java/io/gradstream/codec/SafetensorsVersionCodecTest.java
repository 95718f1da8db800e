package io.gradstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsVersionCodecTest extends VersionCodecContract {
  private final SafetensorsCodec files = new SafetensorsCodec();

  @Override
  VersionCodec codec() {
    return new SafetensorsVersionCodec();
  }

  @Test
  void encode_putsTheJsonLessParametersIntoTheMetadata() {
    byte[] bytes = codec().encode(version(Map.of("0.weight", Tensor.of(1, 2))));

    assertThat(files.decode(bytes).metadata().get("gradstream"))
        .startsWith("{\"model\":\"flight-delays\",\"version\":12,\"step\":1200,")
        .doesNotContain("parameters");
  }

  @Test
  void encode_parameterThatIsNotFinite_isKept() {
    byte[] bytes = codec().encode(version(Map.of("0.weight", Tensor.of(Float.NaN, 2))));

    assertThat(codec().decode(bytes).parameters().values())
        .singleElement()
        .satisfies(tensor -> assertThat(tensor.data()).containsExactly(Float.NaN, 2));
  }

  @Test
  void decode_fileOfAnotherProgram_throws() {
    byte[] bytes = files.encode(new SafetensorsFile(Map.of("format", "pt"), Map.of()));

    assertThatThrownBy(() -> codec().decode(bytes))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("not a version: its metadata has no gradstream");
  }
}
