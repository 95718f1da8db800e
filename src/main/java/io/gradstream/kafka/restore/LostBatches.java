package io.gradstream.kafka.restore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a disk has lost of the topics that are read: record batches whose checksum does not fit any
 * more. A consumer stops before one and can be moved over it. Each is told once, however often the
 * topics are read. Not thread-safe.
 */
public final class LostBatches {
  private static final Logger LOG = LoggerFactory.getLogger(LostBatches.class);

  /** The client gives a batch's place in its message alone. */
  private static final Pattern INVALID =
      Pattern.compile("Record batch for partition (\\S+)-(\\d+) at offset (\\d+) is invalid.*");

  private final Map<TopicPartition, Long> last = new HashMap<>();

  /**
   * Takes a consumer's failure.
   *
   * @return the partition in which it can be moved over a batch, empty if it is another failure
   */
  Optional<TopicPartition> add(KafkaException failure) {
    Matcher invalid = INVALID.matcher(rootMessage(failure));
    if (!invalid.matches()) {
      return Optional.empty();
    }
    TopicPartition partition =
        new TopicPartition(invalid.group(1), Integer.parseInt(invalid.group(2)));
    long offset = Long.parseLong(invalid.group(3));
    if (last.getOrDefault(partition, -1L) < offset) {
      last.put(partition, offset);
      LOG.warn(
          "topic {}, partition {}, offset {}: passed over, for what the broker's disk has there is"
              + " damaged: its checksum does not fit",
          partition.topic(),
          partition.partition(),
          offset);
    }
    return Optional.of(partition);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** Where a topic has lost its last batch, if it has lost any. */
  public Optional<String> of(String topic) {
    return last.entrySet().stream()
        .filter(each -> each.getKey().topic().equals(topic))
        .map(
            each ->
                "partition %d, offset %d: its checksum does not fit"
                    .formatted(each.getKey().partition(), each.getValue()))
        .findFirst();
  }
}
