package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is published of one model together from the records of a topic, in their order from the
 * topic's beginning, wherever compaction has cut. Not thread-safe.
 *
 * @param <T> what it gives: a version, or a checkpoint
 */
public interface RecordAssembler<T> {
  /**
   * Takes the next record; those of other models are passed over.
   *
   * @param stamp the number of the version that the record says beside its value to be of, empty
   *     where it says none
   * @return what is whole with it, if anything is
   * @throws MalformedContent if it has a key of the model and is nothing of it; what came before
   *     stays as it is then, and a {@link #writer} writes the block under its key again. A manifest
   *     whose version is the model's and whose parts are no checkpoint leaves it torn
   */
  Optional<T> accept(String key, byte @Nullable [] value, OptionalLong stamp);

  /** Whether something is missing of the last that came, and a later one must be waited for. */
  boolean isTorn();

  /** The highest number of a version in anything that came, be it torn; 0 before the first. */
  long version();

  /**
   * A writer that goes on from what was given, whatever has come behind it.
   *
   * @param from empty for a model that starts over
   */
  BlockWriter writer(Optional<T> from);
}
