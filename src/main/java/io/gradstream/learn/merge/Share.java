package io.gradstream.learn.merge;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.version.RowPatch;

/**
 * How far a model goes along with a round.
 *
 * <p>To the average of n models that began as one and have learned {@code s₁ … sₙ} samples, one
 * comes by taking up one after the other with {@code a += sᵢ / (s₁ + … + sᵢ) · (bᵢ - a)}: local SGD
 * (Stich, "Local SGD converges fast and communicates little", ICLR 2019). An element that still is
 * what the round began with was changed by nobody beside it and becomes what the round has made of
 * it, as a sum would have it: weights of rare categories are learned by one member at a time. Where
 * all of an array is told, what it was is not: nothing in it is taken for rare.
 *
 * @param merge whether elements go towards what the round has made of them, or as far as it went
 * @param ofAll the round's samples among all that were learned beside it, its own included
 */
public record Share(Merge merge, float ofAll) {
  /** What becomes of an element: what it is, what the round has made of it, and of what. */
  private interface Rule {
    float apply(float element, float now, float before);
  }

  /** The share of a round of so many samples beside so many others. */
  public static Share of(Merge merge, long samples, long beside) {
    return new Share(merge, (float) (samples / (double) (samples + beside)));
  }

  /** Changes elements in place by a patch with what they became, and what they had been. */
  public void apply(RowPatch patch, float[] elements) {
    change(patch, elements, merge == Merge.SUM ? Share::added : this::averaged);
  }

  /** Makes elements in place the larger of what they are and what a patch made of them. */
  public void raise(RowPatch patch, float[] elements) {
    change(patch, elements, (element, now, before) -> Math.max(element, now));
  }

  private static void change(RowPatch patch, float[] elements, Rule rule) {
    int columns = patch.columns();
    float[] now = patch.elements(0);
    float[] before = patch.tensors() > 1 ? patch.elements(1) : null;
    for (int row = 0; row < patch.size(); row++) {
      int to = patch.row(row) * columns;
      for (int i = 0; i < columns; i++) {
        int at = row * columns + i;
        float had = before == null ? Float.NaN : before[at];
        elements[to + i] = rule.apply(elements[to + i], now[at], had);
      }
    }
  }

  private static float added(float element, float now, float before) {
    return element == before ? now : element + (now - before);
  }

  private float averaged(float element, float now, float before) {
    return element == before || ofAll == 1 ? now : element + ofAll * (now - element);
  }
}
