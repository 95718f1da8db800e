package io.gradstream.kafka.input;

import io.gradstream.kafka.client.KafkaFailure;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What there is to know of the topic that a consumer reads and the consumer does not tell. */
interface WatchedTopic {
  /** Its partitions, as of a few seconds ago; none before they are known. */
  Set<TopicPartition> partitions();

  /** Why it is not the topic any more that it was, as of a few seconds ago; empty while it is. */
  Optional<KafkaFailure> loss();

  /** The same as of now, unless nobody answers; may block. */
  Optional<KafkaFailure> lossNow();
}
