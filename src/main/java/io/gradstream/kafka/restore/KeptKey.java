package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a version that is kept on the topic of history: {@code late/109} of the version, and
 * {@code late/109/state} of what its learner needs beside it. One that is too large for these two
 * records has more, whose keys begin with either.
 *
 * @param model the model's name
 * @param version the number of the version
 */
public record KeptKey(String model, long version) {
  private static final String STATE = "/state";
  private static final Pattern KEY = Pattern.compile("([^/]+)/(\\d{1,18})(/.+)?");

  /** The key of the version itself. */
  public String ofVersion() {
    return model + '/' + version;
  }

  /** The key of what its learner needs. */
  public String ofState() {
    return ofVersion() + STATE;
  }

  /**
   * The key of one of its further records.
   *
   * @param kind which of them, as {@link io.gradstream.learn.history.KeptBlocks#parts} says
   */
  public String ofPart(String kind, int number) {
    return ofVersion() + '/' + kind + '/' + number;
  }

  /** Whether a key of this version is of what its learner needs. */
  boolean isOfState(String key) {
    return key.equals(ofState()) || key.startsWith(ofState() + '/');
  }

  /** The version that a key belongs to, empty if it belongs to none. */
  static Optional<KeptKey> of(byte[] key) {
    Matcher matcher = KEY.matcher(new String(key, UTF_8));
    return matcher.matches()
        ? Optional.of(new KeptKey(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }
}
