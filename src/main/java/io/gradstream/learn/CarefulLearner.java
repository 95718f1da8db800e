package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import org.jspecify.annotations.Nullable;

/**
 * Learns batches of which any sample may be absurd: tries every step before it takes it, and leaves
 * out the samples because of which it could not be taken, as its loss would not be finite, or its
 * gradient too long for float32 or for the guard.
 *
 * <p>A step over a batch without such samples is bit for bit the one {@link Learner#learn} takes,
 * at about three times its cost. Of another batch those samples are left out whose step alone could
 * not be taken and, as long as the others' cannot be taken together, the one with the longest
 * gradient; the step is one over the rest. So which samples are left out depends on the samples and
 * the learner before them alone.
 */
public final class CarefulLearner {
  /** So many samples left out in a row may be the model's fault and not theirs. */
  private static final int MANY = 100;

  /** The parameters of a model that learns are never as large as this. */
  private static final float LARGE = 1e9f;

  private final Learner learner;
  private final Sieve sieve;
  private final MiniBatch alone;
  private double[] lengths = {};
  private long rejectedInARow;

  /** A careful way to learn for this learner, which stays usable itself. */
  public CarefulLearner(Learner learner) {
    this.learner = learner;
    this.sieve = new Sieve(learner.newBatch());
    this.alone = learner.newBatch(1);
  }

  /**
   * Learns what of a batch can be learned.
   *
   * @return what was predicted of the samples that were learned, valid until the next call; null
   *     where none was
   * @throws DivergedException if it is the model that makes every sample's step impossible
   */
  public @Nullable StepResult learn(MiniBatch batch, Rejection rejection) {
    if (learner.tryOut(batch).fault() == null) {
      rejectedInARow = 0;
      return learner.learn(batch);
    }
    sift(batch, rejection);
    MiniBatch kept = sieve.kept();
    String fault = faultOf(kept);
    while (fault != null) {
      leaveOutLongest(batch, fault, rejection);
      fault = faultOf(kept);
    }
    requireModelInOrder();
    return kept.rows() == 0 ? null : learner.learn(kept);
  }

  private @Nullable String faultOf(MiniBatch samples) {
    return samples.rows() == 0 ? null : learner.tryOut(samples).fault();
  }

  /**
   * Ends a pass over a bounded input as {@link Learner#endPass} does.
   *
   * @throws DivergedException if all its samples together make a step that cannot be taken
   */
  public void endPass() {
    try {
      learner.endPass();
    } catch (RefusedStepException overflow) {
      throw new DivergedException(String.valueOf(overflow.getMessage()));
    }
  }

  /** Keeps the samples whose step alone can be taken. */
  private void sift(MiniBatch batch, Rejection rejection) {
    sieve.clear();
    lengths = new double[batch.rows()];
    for (int row = 0; row < batch.rows(); row++) {
      alone.clear();
      alone.accept(batch, row);
      Trial trial = learner.tryOut(alone);
      lengths[row] = trial.squares();
      if (trial.fault() == null) {
        rejectedInARow = 0;
        sieve.keep(batch, row);
      } else {
        rejectedInARow++;
        leaveOut(row, trial.fault(), rejection);
      }
    }
  }

  private void leaveOutLongest(MiniBatch batch, String fault, Rejection rejection) {
    int longest = 0;
    for (int i = 1; i < sieve.kept().rows(); i++) {
      longest = lengths[sieve.origin(i)] > lengths[sieve.origin(longest)] ? i : longest;
    }
    leaveOut(sieve.origin(longest), fault, rejection);
    sieve.drop(batch, longest);
  }

  private void leaveOut(int row, String fault, Rejection rejection) {
    rejection.reject(row, fault);
    if (learner.isNews()) {
      learner.guard().countKeptOut();
    }
  }

  private void requireModelInOrder() {
    if (rejectedInARow >= MANY && learner.largestParameter() > LARGE) {
      throw new DivergedException(
          "its parameters have grown to %s, and of %d samples in a row none can be learned"
              .formatted(learner.largestParameter(), rejectedInARow));
    }
  }
}
