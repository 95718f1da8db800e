package io.gradstream.pipeline;

import org.jspecify.annotations.Nullable;

/** What went wrong between a learner and the outside, in words for the person who runs it. */
public class StreamException extends RuntimeException {
  /** A failure that is nobody else's. */
  public StreamException(String message) {
    this(message, null);
  }

  /** A failure, and what it comes from. */
  public StreamException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether it may pass: another {@link Session}, opened a little later, may do better.
   *
   * @param wasOpen whether a session of this run has been open; what fails before may be a mistake
   *     that no waiting mends
   */
  public boolean isTransient(boolean wasOpen) {
    return false;
  }

  /** Whether another learner of the name has taken over. */
  public boolean isFenced() {
    return false;
  }
}
