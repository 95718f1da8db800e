package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MiniBatchTest {
  private static final SampleSettings SCHEMA =
      new SampleSettings(
          List.of(
              new FeatureSettings.Numeric("x"),
              HashedFeature.Categorical.of("hashed", 3),
              HashedFeature.Categorical.embedded("embedded", 100, 4, Missing.ZERO)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  @Test
  void accept_rowOfAnother_takesAllOfItAndNothingElse() {
    MiniBatch from = LogicalRows.batch(SCHEMA, new float[] {1, 2, 0, 3}, new float[] {4, 0, 5, 6});
    from.targets()[1] = 7;
    from.weights()[1] = 8;
    from.categories()[1] = 9;
    MiniBatch into = LogicalRows.batch(SCHEMA, new float[] {1, 1, 1, 1}, new float[4]);
    into.clear();
    into.accept(from, 0);

    into.accept(from, 1);

    assertThat(into.rows()).isEqualTo(2);
    assertThat(LogicalRows.of(into, SCHEMA, 0)).containsExactly(1, 2, 0, 3);
    assertThat(LogicalRows.of(into, SCHEMA, 1)).containsExactly(4, 0, 5, 6);
    assertThat(into.targets()[1]).isEqualTo(7);
    assertThat(into.weights()[1]).isEqualTo(8);
    assertThat(into.categories()[1]).isEqualTo(9);
  }

  @Test
  void accept_rowThatIsLookedAt_tellsWhoseItsEntriesAre() {
    MiniBatch from = new MiniBatch(SCHEMA, 3);
    from.accept();
    for (int row = 1; row < 3; row++) {
      from.entries().tell(true);
      from.entries().setEnd(1, row);
      from.accept();
    }
    MiniBatch into = new MiniBatch(SCHEMA, 3);

    into.accept(from, 0);
    into.accept(from, 2);

    assertThat(into.entries().count()).isEqualTo(1);
    assertThat(into.entries().row(0)).isEqualTo(1);
    assertThat(into.entries().end(0, 0)).isZero();
    assertThat(into.entries().end(0, 1)).isEqualTo(2);
    into.clear();
    assertThat(into.entries().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 128, 1000})
  void isSampled_ofOffsetsWithAnyStride_isOneOfSoMany(int stride) {
    long sampled =
        LongStream.range(0, 128_000).filter(i -> FeatureEntries.isSampled(1 + i * stride)).count();

    assertThat(sampled).isBetween(900L, 1_100L);
  }
}
