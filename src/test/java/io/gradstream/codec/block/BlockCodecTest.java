package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.block.BlockCodec.Block;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockLayout.Order;
import io.gradstream.version.BlockSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockCodecTest {
  private static final List<String> SLOTS = List.of("z/0.weight", "squares/0.weight");

  private final BlockCodec codec = new BlockCodec();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void decode_manyBlocksOfSeveralSets_givesThemBackBitForBit() {
    for (int i = 0; i < 200; i++) {
      List<String> tensors = i % 2 == 0 ? SLOTS : List.of("0.weight");
      float[] page = page(tensors.size() * (1 + i % 5));
      long version = random.nextLong(1, 1L << (1 + i % 50));

      Block decoded = codec.decode(encoded(version, tensors, page));

      assertThat(decoded.version()).isEqualTo(version);
      assertThat(bits(decoded.page())).containsExactly(bits(page));
    }
  }

  @Test
  void decode_headerThatAnotherProgramWrote_isRead() {
    byte[] bytes =
        new SafetensorsCodec()
            .encode(
                new SafetensorsFile(
                    new LinkedHashMap<>(Map.of("version", "7")), Map.of("w", Tensor.of(1, 2))));
    byte[] spaced =
        new String(bytes, ISO_8859_1)
            .replace("{\"__metadata__\":{", "{\"__metadata__\":{ ")
            .getBytes(ISO_8859_1);
    spaced[0]++;

    assertThat(codec.decode(spaced).version()).isEqualTo(7);
    assertThat(codec.decode(spaced).page()).containsExactly(1, 2);
  }

  @Test
  void decode_cutShortBehindAKnownHeader_throws() {
    byte[] block = encoded(3, SLOTS, page(8));
    codec.decode(block);

    for (int length = 0; length < block.length; length++) {
      byte[] cut = Arrays.copyOf(block, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(MalformedContent.class);
    }
  }

  @Test
  void decode_withoutAVersion_throws() {
    byte[] bytes =
        new SafetensorsCodec().encode(new SafetensorsFile(Map.of(), Map.of("w", Tensor.of(1))));

    assertThatThrownBy(() -> codec.decode(bytes))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("not a block: version must be a whole number: \"\"");
  }

  @Test
  void room_asMuchAsFits_fits() {
    int most = BlockCodec.elementsFitting(500, SLOTS);

    byte[] block = encoded(Long.MAX_VALUE, SLOTS, page(2 * most));

    assertThat(block.length).isBetween(400, 500);
  }

  private byte[] encoded(long version, List<String> tensors, float[] page) {
    int length = page.length / tensors.size();
    BlockLayout layout = new BlockLayout(Shape.of(length), Order.ROWS, length);
    BlockSet set = new BlockSet("0.weight", layout, tensors, new int[] {0}, new float[][] {page});
    return codec.encode(version, set, 0);
  }

  private float[] page(int size) {
    float[] page = new float[size];
    for (int i = 0; i < size; i++) {
      page[i] = Float.intBitsToFloat(random.nextInt());
    }
    return page;
  }

  private static int[] bits(float[] page) {
    int[] bits = new int[page.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(page[i]));
    return bits;
  }
}
