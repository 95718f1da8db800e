package io.gradstream.codec;

import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checkpoints as safetensors files, bit for bit: tensors as {@code tensors/name} in float32,
 * numbers as {@code numbers/name} in float64, and the version and {@code configuration.key} in the
 * metadata. Thread-safe.
 */
public final class CheckpointCodec {
  private static final String VERSION = "version";
  private static final String CONFIGURATION = "configuration.";
  private static final String TENSORS = "tensors/";
  private static final String NUMBERS = "numbers/";

  private final SafetensorsCodec files = new SafetensorsCodec();

  /** The checkpoint as bytes. */
  public byte[] encode(Checkpoint checkpoint) {
    Map<String, String> metadata = prefixed(CONFIGURATION, checkpoint.configuration());
    metadata.put(VERSION, Long.toString(checkpoint.version()));
    return files.encode(
        new SafetensorsFile(
            metadata,
            prefixed(TENSORS, checkpoint.tensors()),
            prefixed(NUMBERS, checkpoint.numbers())));
  }

  /**
   * The checkpoint that was written.
   *
   * @throws MalformedContent if the bytes are none
   */
  public Checkpoint decode(byte[] bytes) {
    SafetensorsFile file = files.decode(bytes);
    Map<String, Tensor> tensors = within(TENSORS, file.tensors());
    Map<String, double[]> numbers = within(NUMBERS, file.numbers());
    return new Checkpoint(
        version(file.metadata()), within(CONFIGURATION, file.metadata()), tensors, numbers);
  }

  private static long version(Map<String, String> metadata) {
    String version = metadata.getOrDefault(VERSION, "");
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new MalformedContent(
          "not a checkpoint: version must be a whole number: \"" + version + '"', e);
    }
  }

  private static <T> Map<String, T> prefixed(String prefix, Map<String, T> entries) {
    Map<String, T> prefixed = new TreeMap<>();
    entries.forEach((name, value) -> prefixed.put(prefix + name, value));
    return prefixed;
  }

  private static <T> Map<String, T> within(String prefix, Map<String, T> entries) {
    Map<String, T> within = new TreeMap<>();
    entries.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            within.put(name.substring(prefix.length()), value);
          }
        });
    return within;
  }
}
