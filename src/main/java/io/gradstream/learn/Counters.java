package io.gradstream.learn;

import io.gradstream.version.NamedState;
import java.util.Map;

/** What a model has been through in its whole life, across restarts. */
public final class Counters {
  private static final String NAME = "learner/counters";

  private long version;
  private long steps;
  private long samples;
  private long rejected;

  /** The number of the newest version taken. */
  public long version() {
    return version;
  }

  /** Optimizer steps taken. */
  public long steps() {
    return steps;
  }

  /** Samples learned; one that several passes see counts once. */
  public long samples() {
    return samples;
  }

  /** Records that were no samples, and samples that were left out. */
  public long rejected() {
    return rejected;
  }

  /** Counts records that were no samples, or whose samples were left out. */
  public void countRejected(int records) {
    rejected += records;
  }

  /** Goes on counting versions behind this number: an older model's, or one before a take-back. */
  public void continueVersions(long newest) {
    version = newest;
  }

  /** Goes on counting samples behind so many: those that others have learned before. */
  void continueSamples(long before) {
    samples = before;
  }

  /** Counts on behind so many steps and samples, which another model has been through. */
  void goOnFrom(long stepsBefore, long samplesBefore) {
    steps = stepsBefore;
    samples = samplesBefore;
  }

  /** Counts on for another learner of the model: what it has been through never becomes less. */
  void takeOver(Counters other) {
    version = other.version;
    rejected = other.rejected;
    samples = Math.max(samples, other.samples);
  }

  void countVersion() {
    version++;
  }

  void countStep() {
    steps++;
  }

  void countSamples(int rows) {
    samples += rows;
  }

  /** Counts what others have learned beside these. */
  void add(long othersSteps, long othersSamples, long othersRejected) {
    steps += othersSteps;
    samples += othersSamples;
    rejected += othersRejected;
  }

  Map<String, double[]> state() {
    return Map.of(NAME, new double[] {version, steps, samples, rejected});
  }

  void restore(Map<String, double[]> state) {
    double[] counts = NamedState.require(state, NAME);
    version = (long) counts[0];
    steps = (long) counts[1];
    samples = (long) counts[2];
    rejected = (long) counts[3];
  }
}
