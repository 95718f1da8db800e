package io.gradstream.record.avro;

import io.gradstream.settings.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How samples are written as Avro records: where the format is avro, one of the two must be given.
 *
 * @param schema the schema, as JSON or as the name of a file that holds it; what the registry says
 *     of each record where it is left out
 * @param registry the address of a schema registry; records are then in Confluent's wire format,
 *     which names the schema that each was written with
 */
public record AvroSettings(Optional<String> schema, Optional<String> registry) {
  private static final Pattern BEFORE_AT =
      Pattern.compile("\\s*(?:\\w+:?/*(?=.*[:/]))?(.*)@.*", Pattern.DOTALL);
  private static final Pattern ORDINARY = Pattern.compile("https?|[a-z]+");

  /** Nothing is known of the records. */
  public static final AvroSettings UNSET = new AvroSettings();

  /** Nothing is known of the records. */
  public AvroSettings() {
    this(Optional.empty(), Optional.empty());
  }

  /**
   * What must not be shown: what stands before the last {@code @} of the registry's address, and
   * its parts, whether or not it is an address. A user called by a plain word is none.
   */
  public Secrets secrets() {
    Secrets secrets = Secrets.none();
    Matcher address = BEFORE_AT.matcher(registry.orElse(""));
    if (address.matches()) {
      String user = address.group(1);
      String[] parts = user.split("[:/@?#\\s]+");
      secrets = secrets.and(user);
      for (int i = 0; i < parts.length; i++) {
        boolean isName = i < parts.length - 1 && ORDINARY.matcher(parts[i]).matches();
        secrets = isName ? secrets : secrets.and(parts[i]).and(decoded(parts[i]));
      }
    }
    return secrets;
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return part;
    }
  }

  /** The address of a registry may hold a password, and is not shown. */
  @Override
  public String toString() {
    return "AvroSettings[schema=%s, registry=%s]"
        .formatted(schema, registry.map(address -> Secrets.HIDDEN));
  }
}
