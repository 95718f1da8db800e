package io.gradstream.simulation;

/**
 * The end of a process in the middle of whatever it did: of a kind that nothing on the way catches
 * for long, Reactor included.
 */
final class ProcessDeath extends VirtualMachineError {
  private static final long serialVersionUID = 1L;

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
