package io.gradstream.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointCodecTest {
  private final CheckpointCodec codec = new CheckpointCodec();

  @Test
  void decode_encoded_givesVersionAndConfigurationBack() {
    Map<String, String> configuration = Map.of("optimizer.type", "sgd", "seed", "42", "é", "\n");

    Checkpoint decoded = roundTrip(new Checkpoint(7, configuration, Map.of(), Map.of()));

    assertThat(decoded.version()).isEqualTo(7);
    assertThat(decoded.configuration()).isEqualTo(configuration);
  }

  @Test
  void decode_encoded_givesTensorsBackBitForBit() {
    Tensor moments =
        Tensor.wrap(
            new float[] {-0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}, Shape.of(2, 2));

    Tensor decoded =
        requireNonNull(roundTrip(checkpoint(Map.of("m", moments), Map.of())).tensors().get("m"));

    assertThat(decoded.shape()).isEqualTo(moments.shape());
    assertThat(bits(decoded)).containsExactly(bits(moments));
  }

  @Test
  void decode_encoded_givesNumbersBackBitForBit() {
    double[] sums = {-0.0, Double.MIN_VALUE, 0.1, 0x1p53, Double.NaN, Double.POSITIVE_INFINITY};

    double[] decoded =
        requireNonNull(roundTrip(checkpoint(Map.of(), Map.of("s", sums))).numbers().get("s"));

    assertThat(Arrays.stream(decoded).mapToLong(Double::doubleToRawLongBits))
        .containsExactlyElementsOf(
            Arrays.stream(sums).mapToLong(Double::doubleToRawLongBits).boxed().toList());
  }

  @Test
  void decode_tensorAndNumbersOfOneName_keepsThemApart() {
    Checkpoint decoded =
        roundTrip(checkpoint(Map.of("x", Tensor.of(1)), Map.of("x", new double[] {2, 3})));

    assertThat(requireNonNull(decoded.tensors().get("x")).data()).containsExactly(1);
    assertThat(decoded.numbers().get("x")).containsExactly(2, 3);
  }

  @Test
  void decode_withoutAVersion_throws() {
    byte[] bytes = new SafetensorsCodec().encode(new SafetensorsFile(Map.of(), Map.of()));

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("not a checkpoint: version must be a whole number: \"\"");
  }

  private Checkpoint roundTrip(Checkpoint checkpoint) {
    return codec.decode(codec.encode(checkpoint));
  }

  private static Checkpoint checkpoint(Map<String, Tensor> tensors, Map<String, double[]> numbers) {
    return new Checkpoint(1, Map.of(), tensors, numbers);
  }

  private static int[] bits(Tensor tensor) {
    int[] bits = new int[tensor.size()];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.data()[i]));
    return bits;
  }
}
