package io.gradstream.kafka.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gradstream.codec.MalformedContent;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What can still be told of a record that cannot be read.
 *
 * @param ours whether it was the model's own: its stamp says so, or how it begins
 * @param version the number of the version it says to be of, 0 where it says none
 */
public record DamageTraces(boolean ours, long version) {
  /** Heads are shorter, and come first in every format. */
  private static final int HEAD_BYTES = 64 << 10;

  private static final Pattern HEAD = Pattern.compile("\"model\":\"(.*?)\"|\"configuration\\.");
  private static final Pattern VERSION = Pattern.compile("\"version\":\"?(\\d{1,15})\\b");

  /** The traces of a model in a record under its key. */
  static DamageTraces of(String model, ConsumerRecord<byte[], byte[]> record) {
    String head = head(record.value());
    Matcher named = HEAD.matcher(head);
    boolean isLike = named.find();
    boolean looksOurs = isLike && (named.group(1) == null || named.group(1).equals(model));
    OptionalLong stamp = stamp(model, record);
    long told = isLike ? version(head) : 0;
    return new DamageTraces(looksOurs || stamp.isPresent(), Math.max(told, stamp.orElse(0)));
  }

  private static String head(byte[] value) {
    return value == null
        ? ""
        // a safetensors file has JSON in JSON
        : new String(value, 0, Math.min(HEAD_BYTES, value.length), ISO_8859_1)
            .replaceAll("[\\\\\\s]", "");
  }

  private static long version(String head) {
    Matcher version = VERSION.matcher(head);
    return version.find() ? Long.parseLong(version.group(1)) : 0;
  }

  private static OptionalLong stamp(String model, ConsumerRecord<byte[], byte[]> record) {
    try {
      return VersionStamp.of(record.headers())
          .filter(stamp -> stamp.model().equals(model))
          .map(stamp -> OptionalLong.of(stamp.version()))
          .orElse(OptionalLong.empty());
    } catch (MalformedContent foreign) {
      return OptionalLong.empty();
    }
  }
}
