package io.gradstream.kafka;

import java.util.Optional;

/**
 * Where records go that could not be learned, the {@code deadLetter} section.
 *
 * @param topic {@code NAME.dead-letter} unless said
 */
public record DeadLetterSettings(Optional<String> topic) {
  /** The default topic. */
  public DeadLetterSettings() {
    this(Optional.empty());
  }
}
