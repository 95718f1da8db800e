package io.gradstream.pipeline.control;

import io.gradstream.version.Snapshot;
import io.gradstream.version.control.Command;
import java.util.Optional;

/**
 * A command that has come.
 *
 * @param offset where it stands among all; below 0 where it is nobody's, and only a version is
 *     wanted of a point
 * @param command what is to be done; empty if it is none that can be
 * @param target of a rollback, what it goes to
 */
public record ReceivedCommand(long offset, Optional<Command> command, Optional<Snapshot> target) {
  /** A command that needs nothing beside it. */
  public static ReceivedCommand of(long offset, Command command) {
    return new ReceivedCommand(offset, Optional.of(command), Optional.empty());
  }

  /** What has been found to be no command that can be done. */
  public static ReceivedCommand none(long offset) {
    return new ReceivedCommand(offset, Optional.empty(), Optional.empty());
  }

  /** A version that is wanted of a point. */
  public static ReceivedCommand wanted() {
    return none(-1);
  }
}
