package io.gradstream.pipeline.simulate;

import java.util.Map;
import java.util.Set;

/**
 * What became of a simulated run.
 *
 * @param members how many learned
 * @param round samples of a round
 * @param samples how many were learned
 * @param seconds simulated ones from the beginning until the last round could be read
 * @param rounds how many count
 * @param voids how many do not
 * @param logBytes how many bytes all of them have
 * @param medianStaleness how many rounds came between a round and the model that it began with
 * @param greatestStaleness the most of them
 * @param busy the shares of that time that something was busy
 * @param metrics the model's prequential figures
 * @param fingerprints of the model of each member, which are one if all is well
 */
public record SimulatedRun(
    int members,
    int round,
    long samples,
    double seconds,
    long rounds,
    long voids,
    long logBytes,
    double medianStaleness,
    long greatestStaleness,
    Shares busy,
    Map<String, Object> metrics,
    Set<String> fingerprints) {
  /**
   * Shares of the time, from 0 to 1.
   *
   * @param log that the log took in rounds
   * @param network that the broker sent them to members
   * @param reading that a member read them and put them into its model, as the mean of members
   * @param cores that processors were busy which members share; 0 if they share none
   */
  public record Shares(double log, double network, double reading, double cores) {}

  /** Samples learned in a second. */
  public double samplesPerSecond() {
    return samples / seconds;
  }

  /** Bytes of the log for each sample. */
  public double bytesPerSample() {
    return logBytes / (double) samples;
  }
}
