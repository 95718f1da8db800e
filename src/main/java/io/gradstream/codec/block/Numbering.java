package io.gradstream.codec.block;

import io.gradstream.codec.MalformedContent;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the versions on one topic, by which a model's own records are told from others
 * that look like them. Since there are stamps every version has one. So a version without comes
 * from before, or from an earlier program that went on with the model: in either case it has a
 * number of its own.
 */
final class Numbering {
  /** What a checkpoint can count to. */
  private static final long MOST = 1L << 53;

  private long highest;
  private long highestStamped;

  /** The highest number so far, 0 before the first. */
  long highest() {
    return highest;
  }

  /**
   * Takes the number of a version that came, before anything else is made of it.
   *
   * @throws MalformedContent if it cannot be the model's
   */
  void count(long number, OptionalLong stamp) {
    requirePossible(number);
    if (stamp.isPresent() && stamp.getAsLong() != number) {
      throw new MalformedContent(
          "it is of version %d, and its header of %d".formatted(number, stamp.getAsLong()));
    }
    if (stamp.isEmpty() && number <= highestStamped) {
      throw new MalformedContent(
          "it is of version %d and has no header, as versions have since %d at the latest"
              .formatted(number, highestStamped));
    }
    highest = Math.max(highest, number);
    highestStamped = Math.max(highestStamped, stamp.orElse(0));
  }

  /**
   * @throws MalformedContent if no version has such a number
   */
  static void requirePossible(long number) {
    if (number < 1 || number > MOST) {
      throw new MalformedContent("version must be 1 to 2^53: " + number);
    }
  }

  /**
   * @throws MalformedContent if there is none: a model is never deleted by its learner
   */
  static byte[] requireValue(byte @Nullable [] value) {
    if (value == null) {
      throw new MalformedContent("it has no value, a tombstone that deletes what was there");
    }
    return value;
  }
}
