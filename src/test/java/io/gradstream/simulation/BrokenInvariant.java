package io.gradstream.simulation;

/** What must not be: the end of a run, which nothing on the way catches for long. */
final class BrokenInvariant extends VirtualMachineError {
  private static final long serialVersionUID = 1L;

  BrokenInvariant(String message) {
    super(message);
  }

  BrokenInvariant(String message, Throwable cause) {
    super(message, cause);
  }
}
