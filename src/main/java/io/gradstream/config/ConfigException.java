package io.gradstream.config;

/**
 * A configuration that cannot be used. The message is one line, made for the person who wrote the
 * file: {@code flights.yaml:12: batch.size must be a whole number: "big"}.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
