package io.gradstream.learn;

import io.gradstream.data.MiniBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Learns batches of which any sample may be absurd: tries every step before it takes it, and leaves
 * out the samples because of which it would not leave finite numbers behind.
 *
 * <p>A step over a batch without such samples is bit for bit the one {@link Learner#learn} takes,
 * at about three times its cost. Of another batch those samples are left out whose step alone would
 * not be finite or, where each would be, those with the longest gradient; the step is one over the
 * rest. So which samples are left out depends on the samples and the model before them alone.
 */
public final class CarefulLearner {
  /** Told which row of the batch is left out, and why. */
  @FunctionalInterface
  public interface Rejection {
    /** The sample of this row, counted from 0, is left out. */
    void reject(int row, String reason);
  }

  /** So many samples left out in a row may be the model's fault and not theirs. */
  private static final int MANY = 100;

  /** The parameters of a model that learns are never as large as this. */
  private static final float LARGE = 1e9f;

  private final Learner learner;
  private final MiniBatch kept;
  private final MiniBatch alone;
  private int[] rows = {};
  private double[] norms = {};
  private long rejectedInARow;

  /** A careful way to learn for this learner, which stays usable itself. */
  public CarefulLearner(Learner learner) {
    this.learner = learner;
    this.kept = learner.newBatch();
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
    String fault = kept.rows() == 0 ? null : learner.tryOut(kept).fault();
    while (fault != null) {
      leaveOutLongest(batch, fault, rejection);
      fault = kept.rows() == 0 ? null : learner.tryOut(kept).fault();
    }
    requireModelInOrder();
    return kept.rows() == 0 ? null : learner.learn(kept);
  }

  /**
   * Ends a pass over a bounded input as {@link Learner#endPass} does.
   *
   * @throws DivergedException if all its samples together make a step that cannot be taken
   */
  public void endPass() {
    try {
      learner.endPass();
    } catch (NonFiniteException overflow) {
      throw new DivergedException(String.valueOf(overflow.getMessage()));
    }
  }

  /** Keeps the samples whose step alone can be taken. */
  private void sift(MiniBatch batch, Rejection rejection) {
    kept.clear();
    rows = new int[batch.rows()];
    norms = new double[batch.rows()];
    for (int row = 0; row < batch.rows(); row++) {
      alone.clear();
      alone.accept(batch, row);
      Trial trial = learner.tryOut(alone);
      String fault = trial.fault();
      if (fault == null) {
        rows[kept.rows()] = row;
        norms[kept.rows()] = trial.norm();
        keep(batch, row);
      } else {
        rejectedInARow++;
        rejection.reject(row, fault);
      }
    }
  }

  private void leaveOutLongest(MiniBatch batch, String fault, Rejection rejection) {
    int count = kept.rows();
    int longest = 0;
    for (int i = 1; i < count; i++) {
      longest = norms[i] > norms[longest] ? i : longest;
    }
    rejection.reject(rows[longest], fault);
    int[] before = Arrays.copyOf(rows, count);
    kept.clear();
    for (int i = 0; i < count; i++) {
      if (i != longest) {
        rows[kept.rows()] = before[i];
        norms[kept.rows()] = norms[i];
        kept.accept(batch, before[i]);
      }
    }
  }

  private void keep(MiniBatch batch, int row) {
    rejectedInARow = 0;
    kept.accept(batch, row);
  }

  private void requireModelInOrder() {
    if (rejectedInARow >= MANY && learner.largestParameter() > LARGE) {
      throw new DivergedException(
          "its parameters have grown to %s, and of %d samples in a row none can be learned"
              .formatted(learner.largestParameter(), rejectedInARow));
    }
  }
}
