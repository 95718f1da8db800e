package io.gradstream.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.KeyCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.kafka.restore.ModelKey;
import io.gradstream.version.KeyModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of keys as their records come on a topic of parameters, each in front of the version
 * that it goes with. Damaged ones are passed over, and the first of them is told.
 */
final class KeyModelRecords {
  private static final Logger LOG = LoggerFactory.getLogger(KeyModelRecords.class);

  private final KeyCodec codec = new KeyCodec();
  private final String model;
  private Map<String, KeyModel> come = new HashMap<>();
  private boolean hasToldDamage;

  KeyModelRecords(String model) {
    this.model = model;
  }

  /** Whether it is a key's record, which is taken in then. */
  boolean accept(ConsumerRecord<byte[], byte[]> record) {
    Optional<ModelKey> key =
        record.key() == null ? Optional.empty() : ModelKey.of(model, record.key());
    if (key.isPresent() && record.value() != null) {
      decode(key.get().key(), record);
    }
    return key.isPresent();
  }

  private void decode(String key, ConsumerRecord<byte[], byte[]> record) {
    try {
      come.put(key, codec.model(key, record.value()));
    } catch (MalformedContent damaged) {
      if (!hasToldDamage) {
        LOG.warn(
            "topic {} offset {}, key {}: passed over: {} (further ones are passed over in silence)",
            record.topic(),
            record.offset(),
            new String(record.key(), UTF_8),
            damaged.getMessage());
        hasToldDamage = true;
      }
    }
  }

  /** A version with all that have come since the one that was given before. */
  AssembledVersion with(AssembledVersion version) {
    if (come.isEmpty()) {
      return version;
    }
    Map<String, KeyModel> models = come;
    come = new HashMap<>();
    return version.with(models);
  }

  /** A version that is given in an earlier one's place too, which nobody has seen. */
  static AssembledVersion after(AssembledVersion earlier, AssembledVersion later) {
    if (earlier.keys().isEmpty()) {
      return later;
    }
    // Its own map until somebody is given it, or a long topic would be copied for each version.
    Map<String, KeyModel> both = earlier.keys();
    both.putAll(later.keys());
    return later.with(both);
  }
}
