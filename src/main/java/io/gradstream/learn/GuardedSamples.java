package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.guard.Guard;

/**
 * What a learner's guard lets through of the samples that come, by their numbers. Nothing is copied
 * while all of them are.
 */
public final class GuardedSamples {
  private final Learner learner;
  private final Sieve sieve;
  private boolean sifted;

  /** The samples of this learner. */
  public GuardedSamples(Learner learner) {
    this.learner = learner;
    this.sieve = new Sieve(learner.newBatch());
  }

  /**
   * The samples of a batch that are to be learned: the batch itself where all are, else a buffer
   * that is valid until the next call.
   */
  public MiniBatch of(MiniBatch batch, Rejection rejection) {
    int absurd = learner.guard().absurdRow(batch, 0);
    sifted = absurd < batch.rows();
    if (!sifted) {
      return batch;
    }
    sieve.clear();
    sift(batch, absurd, rejection);
    return sieve.kept();
  }

  private void sift(MiniBatch batch, int firstAbsurd, Rejection rejection) {
    Guard guard = learner.guard();
    int absurd = firstAbsurd;
    for (int row = 0; row < batch.rows(); row++) {
      if (row < absurd) {
        sieve.keep(batch, row);
      } else {
        rejection.reject(row, guard.reason(batch, row));
        absurd = guard.absurdRow(batch, row + 1);
      }
    }
    // in later passes over an input they were counted in the first
    for (int i = sieve.kept().rows(); learner.isNews() && i < batch.rows(); i++) {
      guard.countKeptOut();
    }
  }

  /** Which row of the batch a sample is that was let through. */
  public int origin(int row) {
    return sifted ? sieve.origin(row) : row;
  }
}
