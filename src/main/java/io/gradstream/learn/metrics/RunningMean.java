package io.gradstream.learn.metrics;

import io.gradstream.data.Moments;

/**
 * A weighted mean and the weighted sum of squared deviations from it, one number at a time (West,
 * "Updating Mean and Variance Estimates: An Improved Method", 1979).
 */
final class RunningMean {
  double weight;
  double mean;
  double squares;

  void add(double value, double ofWeight) {
    if (ofWeight > 0) {
      weight += ofWeight;
      double before = value - mean;
      mean += before * (ofWeight / weight);
      squares += ofWeight * before * (value - mean);
    }
  }

  /** Has all numbers so far weigh this factor of what they did. */
  void fade(double factor) {
    weight *= factor;
    squares *= factor;
  }

  void reset() {
    weight = 0;
    mean = 0;
    squares = 0;
  }

  /** Takes in others' numbers. */
  void merge(Moments others) {
    Moments all = new Moments(weight, mean, squares).plus(others);
    weight = all.count();
    mean = all.mean();
    squares = all.squares();
  }
}
