package io.gradstream.learn;

/** A mean and the sum of squared deviations from it, one number at a time (Welford, 1962). */
final class RunningMean {
  double count;
  double mean;
  double squares;

  void add(double value) {
    count++;
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
  }
}
