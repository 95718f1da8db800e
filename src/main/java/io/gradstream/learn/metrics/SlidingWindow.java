package io.gradstream.learn.metrics;

/** The last scored samples in a ring. */
final class SlidingWindow {
  private final double[] ring;
  private final int length;
  private long added;

  /** A window of so many samples of so many doubles each. */
  SlidingWindow(int samples, int length) {
    this.ring = new double[samples * length];
    this.length = length;
  }

  void add(double[] sample) {
    addFrom(sample, 0);
  }

  int size() {
    return (int) Math.min(added, ring.length / length);
  }

  /** Adds every sample to a score or another tally, the oldest first. */
  void scoreInto(SampleTally score) {
    for (long sample = added - size(); sample < added; sample++) {
      score.add(ring, at(sample));
    }
  }

  private int at(long sample) {
    return (int) (sample * length % ring.length);
  }

  void reset() {
    added = 0;
  }

  double[] state() {
    double[] state = new double[1 + size() * length];
    state[0] = added;
    System.arraycopy(ring, 0, state, 1, state.length - 1);
    return state;
  }

  void restore(double[] state) {
    added = (long) state[0];
    System.arraycopy(state, 1, ring, 0, state.length - 1);
  }

  /** Adds the samples of another window of which this is {@link #state}, the oldest first. */
  void merge(double[] state) {
    SlidingWindow other = new SlidingWindow(ring.length / length, length);
    other.restore(state);
    other.scoreInto(this::addFrom);
  }

  private void addFrom(double[] samples, int at) {
    System.arraycopy(samples, at, ring, at(added), length);
    added++;
  }
}
