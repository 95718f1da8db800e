package io.gradstream.pipeline.join;

import java.time.Duration;

/**
 * Which records belong together, and for how long one waits for the other.
 *
 * @param features the topic of features
 * @param labels the topic of labels
 * @param key the path of the field, in records of both, by whose text they find each other
 * @param within how much later than its features a label may have been written
 * @param unlabelled what becomes of features whose label has not come by then
 * @param most how many records wait at a time; of more the oldest are given up
 */
public record JoinSettings(
    String features, String labels, String key, Duration within, Unlabelled unlabelled, int most) {
  /** What becomes of features without a label. */
  public enum Unlabelled {
    /** They are counted, and not learned. */
    DROP,
    /** They are learned as a no, which nobody reports. */
    NEGATIVE
  }

  /** As many wait unless it is said. */
  public static final int USUAL_MOST = 100_000;
}
