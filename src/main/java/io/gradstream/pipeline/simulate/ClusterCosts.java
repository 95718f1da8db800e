package io.gradstream.pipeline.simulate;

import java.time.Duration;

/**
 * What a member waits for, and what all of them share.
 *
 * @param poll how long a member waits for samples that are there
 * @param commit how long the transaction of a round takes where nobody else has one
 * @param busy how much of that the log is kept from other rounds for, besides their bytes
 * @param processorShare how much of all this waiting a processor works, as broker or client, from 0
 *     to 1; matters where members and broker share processors
 * @param look how long a look for the log's end takes
 * @param fetch how much longer it takes where there are rounds to fetch, besides their bytes
 * @param publish how long the transaction of a version takes
 * @param bytesPerSecond what the broker's network takes in, and gives out, in a second
 */
public record ClusterCosts(
    Duration poll,
    Duration commit,
    Duration busy,
    double processorShare,
    Duration look,
    Duration fetch,
    Duration publish,
    double bytesPerSecond) {
  /** Checks that the log is busy for no longer than a commit takes, and the numbers' bounds. */
  public ClusterCosts {
    if (busy.compareTo(commit) > 0) {
      throw new IllegalArgumentException(
          "busy must be at most commit, %s: %s".formatted(commit, busy));
    }
    if (!(processorShare >= 0 && processorShare <= 1)) {
      throw new IllegalArgumentException("processorShare must be 0 to 1: " + processorShare);
    }
    if (!(bytesPerSecond > 0)) {
      throw new IllegalArgumentException("bytesPerSecond must be positive: " + bytesPerSecond);
    }
  }

  /** How long so many bytes are on the network. */
  long transferNs(long bytes) {
    return Math.round(bytes * 1e9 / bytesPerSecond);
  }
}
