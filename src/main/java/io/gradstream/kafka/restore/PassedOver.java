package io.gradstream.kafka.restore;

import io.gradstream.codec.MalformedContent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a topic that have a key of a model and are nothing of it. Each is told once,
 * however often the topic is read, as long as they are few. Not thread-safe.
 */
public final class PassedOver {
  private static final Logger LOG = LoggerFactory.getLogger(PassedOver.class);
  private static final int MOST_TOLD = 20;

  private final String model;
  private final Set<String> told = new HashSet<>();
  private long version;
  private @Nullable String damage;

  PassedOver(String model) {
    this.model = model;
  }

  /** Passes over a record. */
  void add(ConsumerRecord<byte[], byte[]> record, String key, MalformedContent reason) {
    String place = "partition %d, offset %d".formatted(record.partition(), record.offset());
    if (key.equals(model)) {
      DamageTraces traces = DamageTraces.of(model, record);
      version = Math.max(version, traces.version());
      damage = traces.ours() ? place + ": " + reason.getMessage() : damage;
    }
    if (told.size() < MOST_TOLD && told.add(place)) {
      LOG.warn(
          "topic {}, {}: passed over, for what has the key {} is nothing of that model, or damaged:"
              + " {}{}",
          record.topic(),
          place,
          key,
          reason.getMessage(),
          told.size() == MOST_TOLD ? "; there may be more, which are not told any more" : "");
    }
  }

  /** The highest number that any of them says to be of, 0 if none does. */
  long version() {
    return version;
  }

  /** Where the last of those is that were the model's own, and what is wrong with it. */
  Optional<String> damage() {
    return Optional.ofNullable(damage);
  }
}
