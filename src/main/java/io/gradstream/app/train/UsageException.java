package io.gradstream.app.train;

/** The command line asks for what cannot be: exit code 2. */
public final class UsageException extends RuntimeException {
  public UsageException(String message) {
    super(message);
  }
}
