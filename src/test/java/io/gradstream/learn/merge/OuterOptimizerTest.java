package io.gradstream.learn.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import org.junit.jupiter.api.Test;

class OuterOptimizerTest {
  private static final int[] ALL = {0, 1, 2, 3};

  private final OuterOptimizer optimizer = new OuterOptimizer(new OuterSettings(0.5, 0.75));
  private final Tensor weights = Tensor.of(1, 1, 1, 1);

  @Test
  void apply_changeOfAll_goesAlongWithWhatHasChangedBefore() {
    apply(ALL, 2, 1, 0, 1);
    assertThat(weights.data()).containsExactly(1.875f, 1, 0.125f, 1);

    apply(ALL, 1.875f, 1, 0.125f, 1);
    assertThat(weights.data()).containsExactly(1.875f + 0.28125f, 1, 0.125f - 0.28125f, 1);
  }

  @Test
  void apply_changeOfSingleElements_takesThemAndLeavesTheMomentum() {
    apply(ALL, 2, 1, 0, 1);

    apply(new int[] {1}, 5);

    assertThat(weights.data()).containsExactly(1.875f, 5, 0.125f, 1);
    assertThat(optimizer.state().values())
        .singleElement()
        .satisfies(velocity -> assertThat(velocity.data()).containsExactly(1, 0, -1, 0));
  }

  @Test
  void restore_state_goesOnWithIt() {
    apply(ALL, 2, 1, 0, 1);
    Tensor others = weights.copy();
    OuterOptimizer other = new OuterOptimizer(new OuterSettings(0.5, 0.75));
    other.restore(optimizer.state());

    apply(ALL, 3, 3, 3, 3);
    apply(other, patch(ALL, 3, 3, 3, 3), others);

    assertThat(others.data()).containsExactly(weights.data());
  }

  private void apply(int[] rows, float... now) {
    apply(optimizer, patch(rows, now), weights);
  }

  /** Of the only round there is. */
  private static void apply(OuterOptimizer optimizer, RowPatch patch, Tensor weights) {
    Share share = Share.of(Merge.AVERAGE, 10, 0);
    optimizer.apply("w", patch, weights, elements -> share.apply(patch, elements));
  }

  /** All of an array is its only row, as {@link Change} has it. */
  private static RowPatch patch(int[] rows, float... now) {
    return rows == ALL
        ? new RowPatch(now.length, 1, new int[] {0}, new float[][] {now})
        : new RowPatch(1, rows.length, rows, new float[][] {now});
  }
}
