package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * The key of a record that has the model of one key: {@code late/key/device-7}, on the topic of
 * parameters as on that of state.
 *
 * @param model the model's name
 * @param key the key whose model it is, which may have any letters
 */
public record ModelKey(String model, String key) {
  private static final String BETWEEN = "/key/";

  /** The key as bytes. */
  public byte[] bytes() {
    return (model + BETWEEN + key).getBytes(UTF_8);
  }

  /** That of a model's key that a record's key has, empty if it is none. */
  public static Optional<ModelKey> of(String model, byte[] key) {
    return of(model, new String(key, UTF_8));
  }

  /** The same of a record's key as text. */
  static Optional<ModelKey> of(String model, String text) {
    String prefix = model + BETWEEN;
    return text.startsWith(prefix)
        ? Optional.of(new ModelKey(model, text.substring(prefix.length())))
        : Optional.empty();
  }
}
