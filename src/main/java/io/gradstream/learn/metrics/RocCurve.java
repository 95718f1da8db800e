package io.gradstream.learn.metrics;

import io.gradstream.version.NamedState;

/**
 * The area under the ROC curve of a stream of scores, in bounded memory: bins of scores that follow
 * each other, with the weight of the positives and of the negatives in each.
 *
 * <p>Every score has a bin to itself until there are more than {@value #MOST_BINS}. From then on
 * neighbours become one while that holds no more than a share of 1/{@value #FINE} of all positives
 * and of all negatives, or of 1/{@value #COARSE} where that leaves too many. It always suffices: of
 * two neighbours that cannot become one, both together have more than the share of one class, and
 * there are fewer than 2 · {@value #COARSE} such pairs for each of the two classes.
 *
 * <p><b>How far it is off.</b> Bins do not overlap, so a pair of a positive and a negative in two
 * bins is counted right, and so is one of the same score, as a half. Only of the pairs within a bin
 * of several scores, counted as halves too, can each be off, by a half: all together by {@code Σ pᵢ
 * · nᵢ / (2 · P · N)} at most, which is not above half the largest {@code pᵢ / P}. A bin takes up
 * scores between its ends while it holds no more than 1/{@value #COARSE} of either class, so that
 * is 1/(2 · {@value #COARSE}) = 0.001 at most, and next to nothing where as many of those pairs are
 * in order as are not.
 *
 * <p>Where scores become dense that were not, a bin would come to hold more. It is cut at the
 * newcomer instead, and what it held goes to both sides in proportion to where it was cut. What
 * comes between its ends from then on may be compared wrongly with what it held: again at most
 * 1/{@value #COARSE} of what there was by then. So that this stays rare, a gap is closed last that
 * is much wider than those beside it: it may be where scores are going to come. Over streams that
 * drift, narrow, jump, or are sorted in any way, the area is right to 3e-4; for one made by whoever
 * knows the bins there is no bound in bounded memory (Cormode and Veselý, "A Tight Lower Bound for
 * Comparison-Based Quantile Summaries", PODS 2020).
 *
 * <p>What it is depends on the scores, in their order, and on nothing else: asking for the area
 * changes nothing. Adding allocates nothing.
 */
final class RocCurve implements Ranking {
  static final int MOST_BINS = 2016;

  private static final int FINE = 1000;
  private static final int COARSE = 500;
  private static final double WIDEST_GAP = 8;

  /** A score adds two bins at most, when it cuts one. */
  private static final int CAPACITY = MOST_BINS + 2 * ScoreBuffer.SIZE;

  private final ScoreBuffer buffer = new ScoreBuffer();
  private ScoreBins bins = new ScoreBins(CAPACITY);
  private ScoreBins spare = new ScoreBins(CAPACITY);
  private double positives;
  private double negatives;

  @Override
  public void add(double score, boolean positive, double weight) {
    if (weight == 0) {
      return;
    }
    buffer.add((float) score, positive ? weight : -weight);
    positives += positive ? weight : 0;
    negatives += positive ? 0 : weight;
    if (buffer.isFull()) {
      absorb();
    }
  }

  private void absorb() {
    mergeIntoSpare();
    ScoreBins merged = spare;
    spare = bins;
    bins = merged;
    buffer.clear();
    joinIfTooMany(FINE, WIDEST_GAP);
    for (double widest = WIDEST_GAP; bins.size() > MOST_BINS; widest *= WIDEST_GAP) {
      joinIfTooMany(COARSE, widest);
    }
  }

  private void joinIfTooMany(int shares, double widestGap) {
    if (bins.size() > MOST_BINS) {
      bins.join(positives / shares, negatives / shares, widestGap);
    }
  }

  private void mergeIntoSpare() {
    spare.merge(bins, buffer, positives / COARSE, negatives / COARSE);
  }

  @Override
  public double area() {
    mergeIntoSpare();
    return spare.area();
  }

  @Override
  public void reset() {
    buffer.clear();
    bins.clear();
    positives = 0;
    negatives = 0;
  }

  @Override
  public double[] appendTo(double[] head) {
    double[] sums = NamedState.append(head, positives, negatives, bins.size());
    return buffer.appendTo(bins.appendTo(sums));
  }

  /** {@inheritDoc} It begins anew where nothing was appended. */
  @Override
  public void restore(double[] state, int from) {
    reset();
    if (from < state.length) {
      positives = state[from];
      negatives = state[from + 1];
      int behind = bins.restore(state, from + 3, (int) state[from + 2]);
      buffer.restore(state, behind);
    }
  }

  /**
   * {@inheritDoc} A bin of several scores counts as one score half-way between its ends, so that a
   * pair of which one is in it may be off as those within a bin are.
   */
  @Override
  public void merge(double[] state, int from) {
    RocCurve other = new RocCurve();
    other.restore(state, from);
    other.mergeIntoSpare();
    other.spare.addTo(this);
  }
}
