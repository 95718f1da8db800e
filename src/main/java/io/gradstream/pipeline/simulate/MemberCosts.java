package io.gradstream.pipeline.simulate;

/**
 * What one processor takes for a member's part, in ns.
 *
 * @param sampleNs to decode and learn a sample
 * @param roundNs to begin and to end a round: copies of the model, and a look for what has changed
 * @param encodedByteNs to write a byte of a round
 * @param mergedByteNs to read a byte of a round of the log, and to put it into the model
 */
public record MemberCosts(
    double sampleNs, double roundNs, double encodedByteNs, double mergedByteNs) {
  /** A member whose work takes no time. */
  public static MemberCosts none() {
    return new MemberCosts(0, 0, 0, 0);
  }
}
