package io.gradstream.kafka.restore;

import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import java.util.function.Function;

/**
 * How what was published is read again.
 *
 * @param version of what {@link Encoders#version} wrote
 * @param checkpoint of what {@link Encoders#checkpoint} wrote
 * @param keepsKeys whether the models of keys that are read are kept at hand
 */
public record Decoders(
    Function<byte[], ModelVersion> version,
    Function<byte[], Checkpoint> checkpoint,
    boolean keepsKeys) {
  /** Those of whoever goes on with no models of keys. */
  public Decoders(Function<byte[], ModelVersion> version, Function<byte[], Checkpoint> checkpoint) {
    this(version, checkpoint, false);
  }
}
