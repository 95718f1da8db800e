package io.gradstream.pipeline.batch;

/**
 * Whether batches may go to the learner: closed, what has been asked for waits where it is. For the
 * learner's thread.
 */
public final class Gate {
  private boolean closed;
  private long cut = Long.MAX_VALUE;
  private Runnable opened = () -> {};

  boolean isClosed() {
    return closed;
  }

  /** Has a batch end before this offset, however few samples it has. */
  public void cutAt(long offset) {
    cut = offset;
  }

  /** Whether a batch that has come to this offset goes. */
  boolean isCutAt(long offset) {
    return offset >= cut;
  }

  /** Has who waits at it go on when it opens; the last who says so. */
  void onOpened(Runnable action) {
    opened = action;
  }

  /** Closes or opens it. */
  public void close(boolean close) {
    boolean opens = closed && !close;
    closed = close;
    if (opens) {
      opened.run();
    }
  }
}
