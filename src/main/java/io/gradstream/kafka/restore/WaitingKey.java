package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a row of what waits for its label on the topic of state: {@code late/waiting/109}.
 *
 * @param model the model's name
 * @param number the number of the row
 */
public record WaitingKey(String model, long number) {
  private static final Pattern KEY = Pattern.compile("(.+)/waiting/(\\d{1,18})");

  /** The key as bytes. */
  public byte[] bytes() {
    return (model + "/waiting/" + number).getBytes(UTF_8);
  }

  /** The number of a model's row that a record's key has, empty if it is none of that. */
  static OptionalLong numberOf(String model, byte[] key) {
    Matcher matcher = KEY.matcher(new String(key, UTF_8));
    return matcher.matches() && matcher.group(1).equals(model)
        ? OptionalLong.of(Long.parseLong(matcher.group(2)))
        : OptionalLong.empty();
  }
}
