package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
