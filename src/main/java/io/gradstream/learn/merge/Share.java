package io.gradstream.learn.merge;

import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.version.RowPatch;

/**
 * How far a model goes along with a round.
 *
 * <p><b>Arrays that are told whole.</b> To the average of n models that began as one and have
 * learned {@code s₁ … sₙ} samples, one comes by taking up one after the other with {@code a += sᵢ /
 * (s₁ + … + sᵢ) · (bᵢ - a)}: local SGD (Stich, "Local SGD converges fast and communicates little",
 * ICLR 2019).
 *
 * <p><b>Single elements</b>, as of categories. One that still is what the round began with was
 * changed by nobody beside it and becomes what the round has made of it. Any other goes toward the
 * average too, unless the optimizer tells what is known of it: then it moves by {@link Precisions},
 * so that of rare categories nothing is averaged away; but of more than {@value #FEW} samples that
 * were learned beside each other only by that part, for common ones would be moved too far by all
 * together, and never by less than the share.
 *
 * <p>{@link Merge#SUM} has all of it move as far as the round has moved it.
 */
public final class Share {
  /** What becomes of an element: what it is, what the round has made of it, and of what. */
  private interface Rule {
    float apply(int row, float element, float now, float before);
  }

  private static final int FEW = 400;

  private final Merge merge;
  private final float ofAll;
  private final float ofFew;

  private Share(Merge merge, float ofAll, float ofFew) {
    this.merge = merge;
    this.ofAll = ofAll;
    this.ofFew = ofFew;
  }

  /** The share of a round of so many samples beside so many others. */
  public static Share of(Merge merge, long samples, long beside) {
    double all = (double) samples + beside;
    double share = samples / all;
    return new Share(merge, (float) share, (float) Math.min(1, Math.max(share, FEW / all)));
  }

  /** Changes elements in place by a patch with what they became, and what they had been. */
  public void apply(RowPatch patch, float[] elements) {
    change(patch, elements, alone(rule()));
  }

  private Rule rule() {
    return merge == Merge.SUM
        ? (row, element, now, before) -> element + (now - before)
        : (row, element, now, before) -> element + ofAll * (now - element);
  }

  /**
   * Changes weights of which something is known in place.
   *
   * @param known before what the round has come to know is added to it
   */
  public void apply(RowPatch patch, float[] weights, Precisions known) {
    changeKnown(
        patch,
        weights,
        (row, element, now, before) ->
            element + ofFew * known.move(row, now - before, element - before));
  }

  /** Adds what a round has come to know of elements to what is known of them, in place. */
  public void addPrecisions(RowPatch patch, float[] precisions) {
    changeKnown(
        patch,
        precisions,
        (row, element, now, before) -> Precisions.added(element, now - before, before, ofFew));
  }

  private void changeKnown(RowPatch patch, float[] elements, Rule ofSingle) {
    boolean isOfSingle = merge == Merge.AVERAGE && hasSingle(patch);
    change(patch, elements, alone(isOfSingle ? ofSingle : rule()));
  }

  /** Whether a round tells what single elements had been, as it does where few have changed. */
  public static boolean hasSingle(RowPatch patch) {
    return patch.tensors() > 1;
  }

  /** Makes elements in place the larger of what they are and what a patch made of them. */
  public void raise(RowPatch patch, float[] elements) {
    change(patch, elements, (row, element, now, before) -> Math.max(element, now));
  }

  /** What the round has made of it where nobody was beside it, else by the rule. */
  private Rule alone(Rule rule) {
    return (row, element, now, before) ->
        element == before || ofAll == 1 ? now : rule.apply(row, element, now, before);
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
        elements[to + i] = rule.apply(patch.row(row), elements[to + i], now[at], had);
      }
    }
  }
}
