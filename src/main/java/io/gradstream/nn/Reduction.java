package io.gradstream.nn;

/** How the losses of a batch's elements become one number. */
public enum Reduction {
  /** Their sum over how many there are; see {@link Loss#count}. */
  MEAN,
  /** Their sum. */
  SUM
}
