package io.gradstream.learn.drift;

/**
 * Losses that wait until they are looked at together: those of small steps as the mean of {@value
 * #LEAST_SAMPLES} samples and more each, so that a test has the same to do for every size of a
 * step. Allocates nothing but its state.
 */
final class Losses {
  /** The fewest samples that one of them is the mean of. */
  private static final int LEAST_SAMPLES = 4;

  /** After how many samples they are looked at, but for larger steps. */
  private static final int EVERY_SAMPLES = 128;

  /** The most that wait: those of so many samples, and that of the step that makes it time. */
  static final int MOST = EVERY_SAMPLES / LEAST_SAMPLES + 1;

  /** Of what {@link #state} gives, before the losses. */
  private static final int FIRST = 4;

  private final double[] numbers = new double[MOST];
  private int count;
  private double sum;
  private double squares;

  /** What the next of them is the mean of, so far. */
  private double begun;

  private long begunSamples;
  private long learned;
  private long lookedAt;

  /** Takes in the loss of a step, with so many samples learned by then; there is room for it. */
  void add(double loss, long samples) {
    long own = samples - learned;
    learned = samples;
    begun += loss * own;
    begunSamples += own;
    if (begunSamples >= LEAST_SAMPLES) {
      numbers[count++] = begun / begunSamples;
      begun = 0;
      begunSamples = 0;
    }
  }

  /** Whether it is time to look at them. */
  boolean isDue() {
    return learned - lookedAt >= EVERY_SAMPLES;
  }

  /** Forgets them. */
  void clear() {
    count = 0;
    lookedAt = learned;
  }

  /** As at the beginning. */
  void reset() {
    restore(new double[FIRST]);
  }

  /** Brings them to the scale, without those that became part of it. */
  void scale(LossScale scale) {
    count = scale.scale(numbers, count);
    sum = 0;
    for (int i = 0; i < count; i++) {
      sum += numbers[i];
    }
    double mean = mean();
    squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (numbers[i] - mean) * (numbers[i] - mean);
    }
  }

  /** In the order in which they came, as many as there are. */
  double[] numbers() {
    return numbers;
  }

  int count() {
    return count;
  }

  /** Of all, on the scale. */
  double sum() {
    return sum;
  }

  /** Of all, on the scale, if there are any. */
  double mean() {
    return sum / count;
  }

  /** The sum of their squared distances from the mean, on the scale. */
  double squares() {
    return squares;
  }

  /** The whole state, for {@link #restore}. */
  double[] state() {
    double[] state = new double[FIRST + count];
    state[0] = learned;
    state[1] = lookedAt;
    state[2] = begun;
    state[3] = begunSamples;
    System.arraycopy(numbers, 0, state, FIRST, count);
    return state;
  }

  void restore(double[] state) {
    learned = (long) state[0];
    lookedAt = (long) state[1];
    begun = state[2];
    begunSamples = (long) state[3];
    count = state.length - FIRST;
    System.arraycopy(state, FIRST, numbers, 0, count);
  }
}
