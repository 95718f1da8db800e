package io.gradstream.codec;

import io.gradstream.version.ModelVersion;

/**
 * A wire format of published versions. What {@link #encode} wrote, {@link #decode} gives back:
 * parameters bit for bit, the timestamp to the millisecond, whole numbers in trees as {@code Long}
 * and others as {@code Double}. Thread-safe.
 */
public interface VersionCodec {
  /** The version as bytes, all in one. */
  byte[] encode(ModelVersion version);

  /**
   * The version that was written.
   *
   * @throws MalformedContent if the bytes are no version of this format
   */
  ModelVersion decode(byte[] bytes);
}
