package io.gradstream.learn;

import java.time.Duration;
import java.util.Optional;

/**
 * Which of the three variants of gradient descent runs, the {@code batch} section.
 *
 * @param mode one sample a step, a mini-batch a step, or a whole pass over a bounded input a step;
 *     mini-batch unless set
 * @param size samples of a mini-batch; in a full pass the samples held in memory at a time; at
 *     least 1, and 32 unless set; a single sample a step has no use for it
 * @param maxWait above 0, and none unless set: a mini-batch goes as it is when its first sample has
 *     waited this long; without it batches are bounded by count alone and the result depends on
 *     nothing but the samples
 * @param epochs passes over the input, each one step; at least 1, which is what it is unless set,
 *     and more in full mode only
 */
public record BatchSettings(Mode mode, int size, Optional<Duration> maxWait, int epochs) {
  /** The variants of gradient descent. */
  public enum Mode {
    /** Stochastic: a step per sample. */
    SINGLE,
    /** A step per {@code size} samples. */
    MINI_BATCH,
    /** Batch gradient descent: a step per pass over the whole input. */
    FULL
  }

  /** Mini-batches of 32, bounded by count alone. */
  public BatchSettings() {
    this(Mode.MINI_BATCH, 32, Optional.empty(), 1);
  }

  /** Checks the bounds, and that only a full pass is made more than once. */
  public BatchSettings {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1: " + size);
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1: " + epochs);
    }
    if (epochs > 1 && mode != Mode.FULL) {
      throw new IllegalArgumentException("epochs needs mode full: " + epochs);
    }
    if (maxWait.isPresent() && (maxWait.get().isNegative() || maxWait.get().isZero())) {
      throw new IllegalArgumentException("maxWait must be positive: " + maxWait.get());
    }
  }

  /** How many samples are held at a time at most. */
  public int capacity() {
    return mode == Mode.SINGLE ? 1 : size;
  }
}
