package io.gradstream.pipeline;

/**
 * Says that a learner has gone back to what it was at earlier samples, and is to learn from there:
 * a version says so, and another session goes on from it.
 */
public final class RewoundException extends StreamException {
  /** With nothing more to say. */
  public RewoundException() {
    super("rolled back to where an earlier version stood");
  }

  @Override
  public boolean isTransient(boolean wasOpen) {
    return true;
  }
}
