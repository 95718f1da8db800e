package io.gradstream.learn.merge;

import io.gradstream.optim.Optimizer.Precision;
import io.gradstream.version.RowPatch;

/**
 * What is known of the elements that a round has moved: before it, behind it, and by now, with the
 * rounds beside it that came first.
 *
 * <p>What several have learned beside each other from one beginning is put together by adding up
 * what each has come to know: precisions, and elements by their precisions (streaming variational
 * Bayes: Broderick et al., NIPS 2013). Of one round after the other that is, with p and w what the
 * model has, and the round having gone from p₀ and w₀ to p₁ and w₁,
 *
 * <pre>
 * p' = p + p₁ - p₀
 * w' = w + (p₁ · (w₁ - w₀) - (p₁ - p₀) · (w - w₀)) / p'
 * </pre>
 *
 * <p>Of a weight that is well known already that is the sum of both moves, as where steps are short
 * one learner would have made them; of one that nothing was known of it is their average.
 */
public final class Precisions {
  private final RowPatch round;
  private final float[] now;
  private final boolean isSquared;

  /** Where a row was found; rows are asked for in their order. */
  private int at;

  /**
   * Of a round's single elements.
   *
   * @param round what it has made of them, and of what
   * @param now what they are in the model, the round not yet among it
   * @param precision what they are
   */
  public Precisions(RowPatch round, float[] now, Precision precision) {
    this.round = round;
    this.now = now;
    this.isSquared = precision.isSquared();
  }

  /**
   * How far an element goes.
   *
   * @param row no smaller than in the call before
   * @param own how far the round has moved it
   * @param others how far it has been moved beside the round
   */
  float move(int row, float own, float others) {
    while (at < round.size() && round.row(at) < row) {
      at++;
    }
    if (at == round.size() || round.row(at) > row) {
      return own;
    }
    double before = round.elements(1)[at];
    double gain = round.elements(0)[at] - before;
    if (gain <= 0) {
      return own;
    }
    double known = of(before + gain);
    double all = of(now[row] + gain);
    return (float) ((known * own - (known - of(before)) * others) / all);
  }

  private double of(double sum) {
    return isSquared ? Math.sqrt(sum) : sum;
  }

  /** What becomes of a precision itself; the larger of two that were 0 before, for both began. */
  static float added(float element, float change, float before, float share) {
    float now = before + change;
    if (before == 0) {
      return Math.max(element, now);
    }
    return change >= 0 ? element + share * change : element * (now / before);
  }
}
