package io.gradstream.pipeline;

/**
 * Says that what was published before is gone, and its place is made anew: nothing was published
 * now, and all of a version is wanted in its stead, whatever has changed since the one before.
 */
public final class WholeVersionWantedException extends StreamException {
  /** With what is gone, in words for a person. */
  public WholeVersionWantedException(String message) {
    super(message);
  }
}
