package io.gradstream.learn;

/** The last scored samples, oldest first, {@link Judge#LENGTH} doubles each, in a ring. */
final class SlidingWindow {
  private final double[] ring;
  private long added;

  SlidingWindow(int samples) {
    this.ring = new double[samples * Judge.LENGTH];
  }

  void add(double[] pairs) {
    System.arraycopy(pairs, 0, ring, at(added), Judge.LENGTH);
    added++;
  }

  int size() {
    return (int) Math.min(added, ring.length / Judge.LENGTH);
  }

  /** Adds every sample of one predictor to a score. */
  void scoreInto(Score score, int predictor) {
    for (long sample = added - size(); sample < added; sample++) {
      int at = at(sample) + predictor;
      score.add(ring[at], ring[at + 1]);
    }
  }

  private int at(long sample) {
    return (int) (sample * Judge.LENGTH % ring.length);
  }

  void reset() {
    added = 0;
  }

  double[] state() {
    double[] state = new double[1 + size() * Judge.LENGTH];
    state[0] = added;
    System.arraycopy(ring, 0, state, 1, state.length - 1);
    return state;
  }

  void restore(double[] state) {
    added = (long) state[0];
    System.arraycopy(state, 1, ring, 0, state.length - 1);
  }
}
