package io.gradstream.pipeline.control;

import org.jspecify.annotations.Nullable;

/** Where commands come from. Asked between two steps, on the learner's thread: never blocks. */
public interface CommandSource {
  /** There are none. */
  CommandSource NONE = reached -> null;

  /**
   * The next command that is to be done now, if there is one; it is done then.
   *
   * @param reached the next offset of the partition that was read last, for who has commands for
   *     certain offsets
   */
  @Nullable ReceivedCommand poll(long reached);

  /** The offset at which the next is to be done that is for a certain one; none for most. */
  default long nextAt() {
    return Long.MAX_VALUE;
  }

  /** Has an action run, on whatever thread, when commands come. */
  default void onArrival(Runnable action) {}
}
