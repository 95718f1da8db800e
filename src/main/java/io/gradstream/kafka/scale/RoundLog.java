package io.gradstream.kafka.scale;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.block.RoundCodec;
import io.gradstream.kafka.client.Clients;
import io.gradstream.pipeline.scale.LoggedRound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of rounds as a topic of one partition, of which committed ones are read. */
final class RoundLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundLog.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition log;
  private final RoundCodec codec = new RoundCodec();
  private boolean isBegun;

  RoundLog(Clients clients, String topic) {
    // Each look begins by asking where the log ends, which a fetch that waits would hold up.
    this.consumer = clients.consumer(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1));
    this.log = new TopicPartition(topic, 0);
    consumer.assign(List.of(log));
  }

  /** The rounds from a position on, which is where the call before has ended, at first any. */
  List<LoggedRound> read(long position) {
    if (!isBegun) {
      long beginning = end(consumer.beginningOffsets(List.of(log), Clients.PATIENCE));
      consumer.seek(log, position == 0 ? beginning : position);
      isBegun = true;
    }
    long end = end();
    List<LoggedRound> rounds = new ArrayList<>();
    while (consumer.position(log) < end) {
      consumer.poll(POLL).records(log).forEach(record -> rounds.add(logged(record)));
    }
    return rounds;
  }

  /** Where the log ends by now. */
  long end() {
    return end(consumer.endOffsets(List.of(log), Clients.PATIENCE));
  }

  private long end(Map<TopicPartition, Long> offsets) {
    return Objects.requireNonNull(offsets.get(log));
  }

  private LoggedRound logged(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return new LoggedRound(record.offset(), Optional.empty());
    }
    try {
      return new LoggedRound(record.offset(), Optional.of(codec.decode(value)));
    } catch (MalformedContent foreign) {
      LOG.warn(
          "topic {}, offset {}: passed over by all members: {}",
          log.topic(),
          record.offset(),
          foreign.getMessage());
      return new LoggedRound(record.offset(), Optional.empty());
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
