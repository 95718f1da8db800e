package io.gradstream.serve;

import io.gradstream.settings.Secrets;
import io.gradstream.settings.SettingsText;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where health and metrics are served, the {@code http} section.
 *
 * @param port where to listen; 0 for any free port
 * @param address the interface to listen on: only this machine's own unless said
 * @param readyWithin how long a broker may be silent, or something learned wait for its version,
 *     before the learner counts as not ready
 * @param token what whoever reads metrics must show; health is everybody's to see
 * @param controlToken what whoever gives the learner commands must show; without it nobody can
 * @param tls with what it proves who it is; without, it speaks in the clear
 */
public record HttpSettings(
    int port,
    String address,
    Duration readyWithin,
    Optional<String> token,
    Optional<String> controlToken,
    Optional<TlsSettings> tls) {
  private static final int LAST_PORT = 65_535;
  private static final Pattern HOST = Pattern.compile("[\\w.:%\\[\\]-]+");
  private static final Pattern TOKEN = Pattern.compile("[\\w.~+/=-]+");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\..*|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  /** The broker is asked every 2 s, and has as long to answer. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** Port 8080 of this machine alone, ready within 15 s. */
  public HttpSettings() {
    this(
        8080,
        "127.0.0.1",
        Duration.ofSeconds(15),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Validates. */
  public HttpSettings {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("port must be 0 to %d: %d".formatted(LAST_PORT, port));
    }
    if (!HOST.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "address must be a host or an IP address" + (address.isBlank() ? ": \"\"" : ""));
    }
    requireToken("token", token);
    requireToken("controlToken", controlToken);
    if (readyWithin.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "readyWithin must be at least %s: %s"
              .formatted(SettingsText.of(SHORTEST), SettingsText.of(readyWithin)));
    }
  }

  private static void requireToken(String key, Optional<String> token) {
    if (token.filter(secret -> !TOKEN.matcher(secret).matches()).isPresent()) {
      throw new IllegalArgumentException(
          key
              + " must be letters, digits and any of -._~+/=, for it goes into a header; it is not"
              + " shown");
    }
  }

  /** The same at another port. */
  public HttpSettings withPort(int other) {
    return new HttpSettings(other, address, readyWithin, token, controlToken, tls);
  }

  /** Whether others than this machine's own programs reach it. */
  public boolean isOpenToOthers() {
    return !LOOPBACK.matcher(address).matches();
  }

  /** What of them must not be shown. */
  public Secrets secrets() {
    Secrets shown = token.map(Secrets.none()::and).orElse(Secrets.none());
    return controlToken.map(shown::and).orElse(shown);
  }

  /** The tokens are not shown. */
  @Override
  public String toString() {
    return "HttpSettings[port=%d, address=%s, readyWithin=%s, token=%s, controlToken=%s, tls=%s]"
        .formatted(
            port,
            address,
            readyWithin,
            token.map(secret -> Secrets.HIDDEN),
            controlToken.map(secret -> Secrets.HIDDEN),
            tls);
  }
}
