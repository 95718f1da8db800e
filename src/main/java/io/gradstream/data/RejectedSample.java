package io.gradstream.data;

/** A record that is no sample of the schema; its message is the reason a person reads. */
public final class RejectedSample extends Exception {
  /** A rejection for {@code reason}, such as {@code distance must be a number: "far"}. */
  public RejectedSample(String reason) {
    super(reason, null, false, false);
  }
}
