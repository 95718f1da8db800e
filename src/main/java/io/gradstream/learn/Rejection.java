package io.gradstream.learn;

/** Told which row of a batch is left out, and why. */
@FunctionalInterface
public interface Rejection {
  /** The sample of this row, counted from 0, is left out. */
  void reject(int row, String reason);
}
