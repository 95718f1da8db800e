package io.gradstream.kafka.scale;

import io.gradstream.kafka.KafkaKeyStates;
import io.gradstream.kafka.VersionRecords;
import io.gradstream.kafka.restore.KeyIndex;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.version.ChangedKeys;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the models of the keys of one member's partitions are: found anew when partitions have
 * come, and followed while they are its own.
 */
final class MemberKeys implements AutoCloseable {
  private final KafkaMemberships settings;
  private final VersionRecords records;
  private final Supplier<KeyIndex> topic;
  private boolean isOld = true;
  private @Nullable KeyIndex index;
  private @Nullable KafkaKeyStates states;

  /**
   * Of no partition yet.
   *
   * @param topic finds all that are public
   */
  MemberKeys(KafkaMemberships settings, VersionRecords records, Supplier<KeyIndex> topic) {
    this.settings = settings;
    this.records = records;
    this.topic = topic;
  }

  /** Partitions have come: others may have changed the models of their keys. */
  void partitionsHaveCome() {
    isOld = true;
  }

  /** Where they are, of versions from this one on. */
  KeyStates states(long since) {
    KafkaKeyStates open = states;
    if (!isOld && open != null) {
      return open;
    }
    close();
    KeyIndex found = topic.get();
    index = found;
    open =
        new KafkaKeyStates(
            settings.clients(), settings.topics().state(), settings.model(), found, since);
    states = open;
    isOld = false;
    return open;
  }

  /** What a round has to send of them; nothing where it has changed none. */
  Optional<SentKeys> sent(Optional<ChangedKeys> changed) {
    KeyIndex found = index;
    return found == null
        ? Optional.empty()
        : changed
            .filter(each -> !each.models().isEmpty())
            .map(each -> new SentKeys(each, records, records.keysTo(found)));
  }

  @Override
  public void close() {
    KafkaKeyStates open = states;
    states = null;
    if (open != null) {
      open.close();
    }
  }
}
