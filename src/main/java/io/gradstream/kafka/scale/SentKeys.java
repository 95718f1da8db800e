package io.gradstream.kafka.scale;

import io.gradstream.kafka.PublishedKeys;
import io.gradstream.kafka.VersionRecords;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyModel;
import org.apache.kafka.clients.producer.Producer;

/** The models of keys that a round has changed, on their way with it. */
final class SentKeys {
  private final ChangedKeys changed;
  private final VersionRecords records;
  private final PublishedKeys published;
  private final long version;

  /** Those of a round that has changed some. */
  SentKeys(ChangedKeys changed, VersionRecords records, PublishedKeys published) {
    this.changed = changed;
    this.records = records;
    this.published = published;
    this.version = changed.models().stream().mapToLong(KeyModel::version).max().orElseThrow();
  }

  /** Sends all of them, within a transaction. */
  void sendBy(Producer<byte[], byte[]> producer) {
    records.sendKeys(changed, version, record -> published.send(producer, record));
  }

  /** That transaction is committed. */
  void committed() {
    published.committed(version);
  }
}
