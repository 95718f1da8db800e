package io.gradstream.app.output;

import io.gradstream.app.train.ErrorLine;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a command had to write could not be written: the disk is full, or nobody reads on. */
public final class OutputException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final boolean closedPipe;

  /**
   * A failure in one line.
   *
   * @param output what was written to, as a person calls it
   */
  public OutputException(String output, IOException cause) {
    super("%s: %s".formatted(output, new ErrorLine(cause).text()), cause);
    this.closedPipe = String.valueOf(cause.getMessage()).contains("Broken pipe");
  }

  /**
   * Whether its reader has gone, as {@code head} does when it has its lines: no news to anybody.
   */
  public boolean isClosedPipe() {
    return closedPipe;
  }
}
