package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a version that is kept on the topic of history: {@code late/109} of the version, and
 * {@code late/109/state} of what its learner needs beside it.
 *
 * @param model the model's name
 * @param version the number of the version
 */
public record KeptKey(String model, long version) {
  private static final String STATE = "/state";
  private static final Pattern KEY = Pattern.compile("(.+)/(\\d{1,18})(/state)?");

  /** The key of the version itself. */
  public byte[] ofVersion() {
    return text().getBytes(UTF_8);
  }

  /** The key of what its learner needs. */
  public byte[] ofState() {
    return (text() + STATE).getBytes(UTF_8);
  }

  private String text() {
    return model + '/' + version;
  }

  /** The key that a record has, empty if it is none. */
  static Optional<KeptKey> of(byte[] key) {
    Matcher matcher = KEY.matcher(new String(key, UTF_8));
    return matcher.matches()
        ? Optional.of(new KeptKey(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
