package io.gradstream.codec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsCodecTest {
  private final SafetensorsCodec codec = new SafetensorsCodec();

  /** Takes the file apart by the format's own description, without our reader. */
  @Test
  void encode_writesTheFormat() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("w", Tensor.of(new float[][] {{1, 2, 3}}));
    tensors.put("b", Tensor.of(4));

    ByteBuffer bytes =
        ByteBuffer.wrap(
                codec.encode(
                    new SafetensorsFile(
                        Map.of("k", "v"), tensors, Map.of("n", new double[] {5, 6}))))
            .order(ByteOrder.LITTLE_ENDIAN);

    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    assertThat(header.length % 8).isZero();
    assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"n\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[16,28]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[28,32]}}");
    assertThat(new double[] {bytes.getDouble(), bytes.getDouble()}).containsExactly(5, 6);
    assertThat(new float[] {bytes.getFloat(), bytes.getFloat(), bytes.getFloat()})
        .containsExactly(1, 2, 3);
    assertThat(bytes.getFloat()).isEqualTo(4);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void encode_headerOfAnyLength_isPaddedWithSpaces(int length) {
    String name = "n".repeat(length);

    byte[] bytes = codec.encode(new SafetensorsFile(Map.of(), Map.of(name, Tensor.of(1))));

    assertThat(bytes.length % 8).isEqualTo(4);
    assertThat(new String(bytes, 8, bytes.length - 12, StandardCharsets.US_ASCII))
        .matches("\\{.*}} {0,7}");
  }

  @Test
  void decode_tensorsInAnyOrderOfTheHeader_readsThem() {
    byte[] file =
        file(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"a\":{\"data_offsets\":[0,8],\"shape\":[2],\"dtype\":\"F32\"}}",
            floats(1, 2, 3));

    SafetensorsFile decoded = codec.decode(file);

    assertThat(requireNonNull(decoded.tensors().get("a")).data()).containsExactly(1, 2);
    assertThat(requireNonNull(decoded.tensors().get("b")).data()).containsExactly(3);
    assertThat(decoded.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                             | its header is not a JSON object
          {"a":                                          | its header is not JSON: unexpected end-of-input within/between Object entries at column 6
          {"a":5}                                        | tensor a must be an object: 5
          {"a":{"shape":[2],"data_offsets":[0,8]}}       | tensor a must be of type F32, F64, F16 or BF16 to be read here: null
          {"a":{"dtype":"I64","shape":[2],"data_offsets":[0,8]}} | tensor a must be of type F32, F64, F16 or BF16 to be read here: I64
          {"a":{"dtype":"F32","data_offsets":[0,8]}}     | tensor a must have whole numbers below 2^31 as shape: null
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | tensor a must have whole numbers below 2^31 as shape: [-2]
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}} | tensor a must have two data_offsets: [0]
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}} | tensor a of type F32 and shape [3] cannot lie at bytes 0 to 8
          {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}} | tensor a of type F32 and shape [65536, 65536] cannot lie at bytes 0 to 0
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | its tensors take 4 bytes of data, and there are 8
          {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} | its tensors take 16 bytes of data, and there are 8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | tensor b must begin at byte 8 of the data, where the one before ends: 4
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | tensor a must begin at byte 0 of the data, where the one before ends: 4
          """)
  void decode_wrongHeader_saysWhat(String header, String reason) {
    byte[] file = file(header, floats(1, 2));

    assertThatThrownBy(() -> codec.decode(file))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("not a safetensors file: " + reason);
  }

  @Test
  void decode_oneNameTwice_throws() {
    String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    byte[] file = file("{" + entry + "," + entry + "}", floats(1, 2));

    assertThatThrownBy(() -> codec.decode(file)).hasMessageContaining("\"a\"");
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "9", "9223372036854775807"})
  void decode_impossibleHeaderLength_throws(long length) {
    byte[] file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();

    assertThatThrownBy(() -> codec.decode(file))
        .isInstanceOf(MalformedContent.class)
        .hasMessage(
            "not a safetensors file: its header should have %s bytes, and 8 follow"
                .formatted(Long.toUnsignedString(length)));
  }

  @Test
  void decode_cutAnywhere_throws() {
    byte[] bytes = codec.encode(new SafetensorsFile(Map.of(), Map.of("a", Tensor.of(1, 2))));

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(MalformedContent.class);
    }
  }

  private static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static byte[] floats(float... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(elements);
    return bytes.array();
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x3C00, 1",
    "0xC000, -2",
    "0x7BFF, 65504",
    "0x0001, 5.960464477539063E-8",
    "0x03FF, 6.097555160522461E-5",
    "0x0400, 6.103515625E-5",
    "0x3555, 0.333251953125",
    "0x7C00, Infinity",
    "0xFC00, -Infinity",
    "0x7E00, NaN"
  })
  void halfFloat_bits_areTheirNumber(String bits, Double number) {
    assertThat(new HalfFloat((short) (int) Integer.decode(bits)).toDouble()).isEqualTo(number);
  }
}
