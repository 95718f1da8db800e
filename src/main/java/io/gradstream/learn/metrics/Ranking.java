package io.gradstream.learn.metrics;

/** How well scores put positives above negatives. */
sealed interface Ranking permits RocCurve, SureRanking, Unranked {
  /** Takes in a score, and how much it counts. */
  void add(double score, boolean positive, double weight);

  /**
   * The probability that a positive has a higher score than a negative, ties half (Hanley and
   * McNeil, Radiology 1982); NaN while one of the two is missing.
   */
  double area();

  /** Forgets everything. */
  void reset();

  /** These numbers, and behind them the whole state, for {@link #restore}. */
  double[] appendTo(double[] head);

  /** Goes on from what {@link #appendTo} appended, from there on. */
  void restore(double[] state, int from);

  /** Takes in all that another such ranking did, of what it appended, from there on. */
  void merge(double[] state, int from);
}
