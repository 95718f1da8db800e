package io.gradstream.pipeline;

import io.gradstream.learn.Learner;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.util.Optional;

/**
 * A learner's hold on the outside, through which samples come and versions go. Open, it disturbs
 * nobody: what is there can be restored, to see whether it can be gone on from. By taking over it
 * fences the one before of the same name, which cannot publish any more; from then on it has a
 * sink. After a failure it is of no more use: close it and, if that {@linkplain
 * StreamException#isTransient may pass}, open another and go on from what that one restores.
 */
public interface Session extends AutoCloseable {
  /** Where samples come from. */
  SampleSource source();

  /** Where versions go, once it has taken over. */
  VersionSink sink();

  /**
   * Which other learner of the name is at work, in words for a person; empty if it is this one's
   * turn. What that learner publishes meanwhile may be read ahead here. May block.
   *
   * @throws StreamException if the outside does not answer
   */
  default Optional<String> incumbent() {
    return Optional.empty();
  }

  /**
   * Becomes the learner of the name, and fences the one before. May block.
   *
   * @return whether what was restored so far is old by now, and must be restored again
   * @throws StreamException if the outside does not answer or refuses
   */
  default boolean takeOver() {
    return false;
  }

  /** Leaves the place of the name's learner to whoever waits for it, before it is closed. */
  default void leave() {}

  /**
   * How large the blocks of this learner's versions may be, if a whole version may be too large to
   * be published; empty if none can be.
   *
   * @throws StreamException if not even blocks can be published
   */
  Optional<BlockLimits> blocksOf(Learner learner);

  /**
   * What a session has found to go on from.
   *
   * @param <T> what it is
   * @param newest the newest of it that is committed and whole
   * @param version the number to count on from: that version's, or that of a later one which was
   *     lost
   */
  record Found<T>(T newest, long version) {}

  /**
   * The newest committed version with all that its learner needs; empty if there has been none. The
   * sink goes on behind it. May block.
   *
   * @throws StreamException if what is there cannot be gone on from
   */
  Optional<Found<Snapshot>> restore();

  /**
   * The newest committed version alone, whatever has become of what its learner needs beside it.
   * The sink starts another learner of the model behind it. May block.
   *
   * @throws StreamException if there is no whole version
   */
  Found<ModelVersion> restoreVersion();

  /**
   * Has the sink start another model behind the newest version, whatever state that is in. May
   * block.
   *
   * @return the number of that version, 0 without
   */
  long startOver();

  /**
   * The commands to the learner, once it has taken over; none unless the outside has some.
   *
   * @param next the offset of the first of them that it has not been told
   */
  default CommandSource commands(long next) {
    return CommandSource.NONE;
  }

  /** Where the models of keys are that were published, once it has taken over. */
  default KeyStates keyStates() {
    return KeyStates.NONE;
  }

  @Override
  void close();

  /** Opens sessions, one after the other. */
  interface Factory {
    /**
     * Opens the next session. May block.
     *
     * @throws StreamException if the outside does not answer or refuses
     * @throws IOException if a file cannot be opened
     */
    Session open() throws IOException;
  }
}
