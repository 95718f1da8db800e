package io.gradstream.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a snapshot says of the tensors that it has, whole or in blocks. */
class SnapshotTest {
  private static final Tensor FINITE = Tensor.of(new float[][] {{1, -Float.MAX_VALUE}});
  private static final Tensor INFINITE = Tensor.of(new float[][] {{1, Float.POSITIVE_INFINITY}});
  private static final Tensor NO_NUMBER = Tensor.of(new float[][] {{Float.NaN, 1}});

  @Test
  void nonFinite_onlyNumbers_isNone() {
    ModelBlocks blocks = new ModelBlocks(true, List.of(blocks("0.weight", 1)), List.of());

    assertThat(new Snapshot(version(FINITE), checkpoint(FINITE)).nonFinite()).isEmpty();
    assertThat(inBlocks(blocks).nonFinite()).isEmpty();
  }

  @Test
  void nonFinite_inAParameter_isItsName() {
    Snapshot snapshot = new Snapshot(version(NO_NUMBER), checkpoint(FINITE));

    assertThat(snapshot.nonFinite()).hasValue("0.weight");
  }

  @Test
  void nonFinite_inWhatOnlyTheLearnerNeeds_isItsName() {
    Snapshot snapshot = new Snapshot(version(FINITE), checkpoint(INFINITE));

    assertThat(snapshot.nonFinite()).hasValue("momentum/0.weight");
  }

  @Test
  void nonFinite_inABlock_isTheNameOfItsSet() {
    BlockSet whole = blocks("0.weight", 1);
    BlockSet outgrown = blocks("1.weight", Float.NEGATIVE_INFINITY);

    assertThat(inBlocks(new ModelBlocks(true, List.of(whole, outgrown), List.of())).nonFinite())
        .hasValue("1.weight");
    assertThat(inBlocks(new ModelBlocks(true, List.of(whole), List.of(outgrown))).nonFinite())
        .hasValue("1.weight");
  }

  private static Snapshot inBlocks(ModelBlocks blocks) {
    return new Snapshot(version(FINITE), checkpoint(FINITE), Optional.of(blocks));
  }

  private static BlockSet blocks(String name, float element) {
    BlockLayout layout = new BlockLayout(Shape.of(1, 4), BlockLayout.Order.ROWS, 2);
    float[][] pages = {{1, 2}, {3, element}};
    return new BlockSet(name, layout, List.of(name), new int[] {0, 1}, pages);
  }

  private static Checkpoint checkpoint(Tensor momentum) {
    return new Checkpoint(1, Map.of(), Map.of("momentum/0.weight", momentum), Map.of());
  }

  private static ModelVersion version(Tensor weight) {
    return new ModelVersion(
        "m",
        1,
        1,
        1,
        Instant.EPOCH,
        "",
        Offsets.none(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of("0.weight", weight));
  }
}
