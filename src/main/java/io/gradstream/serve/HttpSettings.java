package io.gradstream.serve;

import io.gradstream.settings.SettingsText;
import java.time.Duration;

/**
 * Where health and metrics are served, the {@code http} section.
 *
 * @param port where to listen; 0 for any free port
 * @param address the interface to listen on: only this machine's own unless said
 * @param readyWithin how long a broker may be silent, or something learned wait for its version,
 *     before the learner counts as not ready
 */
public record HttpSettings(int port, String address, Duration readyWithin) {
  private static final int LAST_PORT = 65_535;

  /** The broker is asked every 2 s, and has as long to answer. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** Port 8080 of this machine alone, ready within 15 s. */
  public HttpSettings() {
    this(8080, "127.0.0.1", Duration.ofSeconds(15));
  }

  /** Validates. */
  public HttpSettings {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("port must be 0 to %d: %d".formatted(LAST_PORT, port));
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException(
          "address must be a host or an IP address: \"%s\"".formatted(address));
    }
    if (readyWithin.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "readyWithin must be at least %s: %s"
              .formatted(SettingsText.of(SHORTEST), SettingsText.of(readyWithin)));
    }
  }
}
