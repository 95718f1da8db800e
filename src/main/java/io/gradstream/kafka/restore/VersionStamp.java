package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.MalformedContent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a record under a model's own key says beside its value: of which version it is, or is the
 * state of. It tells a learner's records from those of others, and a damaged one's number. Versions
 * that were published before there were stamps have none.
 *
 * @param model the model's name
 * @param version the number of the version
 */
public record VersionStamp(String model, long version) {
  /** The header's key. */
  static final String KEY = "gradstream.version";

  private static final Pattern VALUE = Pattern.compile("(.+)/(\\d{1,18})");

  /** As the header of a record: {@code late/109}. */
  public Header header() {
    return new RecordHeader(KEY, (model + '/' + version).getBytes(UTF_8));
  }

  /** The bytes of a record's header. */
  public static int bytes(Header header) {
    return header.key().length() + header.value().length + 4;
  }

  /**
   * The stamp among a record's headers, empty where there is none.
   *
   * @throws MalformedContent if it is none of ours
   */
  static Optional<VersionStamp> of(Headers headers) {
    return Optional.ofNullable(headers.lastHeader(KEY)).map(VersionStamp::of);
  }

  private static VersionStamp of(Header header) {
    String value = header.value() == null ? "" : new String(header.value(), UTF_8);
    Matcher matcher = VALUE.matcher(value);
    if (!matcher.matches()) {
      throw new MalformedContent(
          "its header %s must be a model's name, / and a number: %s".formatted(KEY, value));
    }
    return new VersionStamp(matcher.group(1), Long.parseLong(matcher.group(2)));
  }
}
