package io.gradstream.app;

/** The command line asks for what cannot be: exit code 2. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
