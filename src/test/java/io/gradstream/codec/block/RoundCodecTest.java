package io.gradstream.codec.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.MalformedContent;
import io.gradstream.version.NamedState;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import io.gradstream.version.RowPatch;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoundCodecTest {
  private final RoundCodec codec = new RoundCodec();

  @Test
  void decode_whatWasEncoded_isTheSame() {
    Round round = round();

    Round read = codec.decode(codec.encode(round));

    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("weights", "slots", "categories", "figures")
        .isEqualTo(round);
    assertThat(read.figures().get("metrics/model")).containsExactly(1.5, 2);
    RowPatch some = patch(read, "0.weight");
    assertThat(new int[] {some.row(0), some.row(1)}).containsExactly(3, 100_000);
    assertThat(some.elements(0)).containsExactly(0.1f, 0.2f);
    assertThat(some.elements(1)).containsExactly(0.3f, 0.4f);
    RowPatch whole = patch(read, "0.bias");
    assertThat(whole.columns()).isEqualTo(3);
    assertThat(whole.tensors()).isEqualTo(1);
    assertThat(read.slots()).containsOnlyKeys("sum/0.bias");
    RowPatch owners = NamedState.require(read.categories(), "embeddings.x.categories");
    assertThat(owners.row(0)).isEqualTo(7);
    assertThat(owners.elements(0)).containsExactly(65536, 65535);
  }

  private static RowPatch patch(Round round, String name) {
    return NamedState.require(round.weights(), name);
  }

  @Test
  void decode_cutAnywhere_isRefused() {
    byte[] bytes = codec.encode(round());

    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(MalformedContent.class);
    }
  }

  private static Round round() {
    TreeMap<Integer, OffsetRange> ranges = new TreeMap<>();
    ranges.put(0, new OffsetRange(5, 9));
    ranges.put(3, new OffsetRange(0, 1L << 40));
    float[][] elements = {{0.1f, 0.2f}, {0.3f, 0.4f}};
    RowPatch some = new RowPatch(1, 2, new int[] {3, 100_000}, elements);
    RowPatch owners = new RowPatch(2, 1, new int[] {7}, new float[][] {{65536, 65535}});
    RowPatch whole = new RowPatch(3, 1, new int[] {0}, new float[][] {{1, 2, 3}});
    return new Round(
        "m-1",
        "configuration c, merge average, staleness 64",
        17,
        1000,
        ranges,
        4,
        4,
        1,
        1_700_000_000_000L,
        Map.of("0.weight", some, "0.bias", whole),
        Map.of("sum/0.bias", whole),
        Map.of("embeddings.x.categories", owners),
        Map.of("metrics/model", new double[] {1.5, 2}));
  }
}
