package io.gradstream.kafka.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.kafka.restore.CommittedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * A topic of parameters as its consumers see it: what is committed, in its order.
 *
 * <p>Every subscription reads with a consumer of its own, without a group, on a thread of Reactor's
 * bounded elastic scheduler; nothing is polled that was not requested. Tombstones and records
 * without a key are passed over. Failures are {@link KafkaFailure}s.
 */
public final class ParametersFollower {
  private final KafkaSettings kafka;
  private final String topic;

  /** Follows this topic. */
  public ParametersFollower(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /** Everything that is there now, oldest first; completes behind it. */
  public Flux<PublishedRecord> history() {
    return batches(
        (records, sink) -> {
          if (records.atEnd()) {
            sink.complete();
          } else {
            sink.next(published(records.poll()));
          }
        });
  }

  /** The newest record of each key that is there now; completes behind them. */
  public Flux<PublishedRecord> newest() {
    return history()
        .collect(LinkedHashMap<String, PublishedRecord>::new, ParametersFollower::replace)
        .flatMapIterable(Map::values);
  }

  /**
   * What is there now and then whatever comes, without an end.
   *
   * @param from {@code EARLIEST} for all that is there now, {@code LATEST} for the newest of each
   *     key
   */
  public Flux<PublishedRecord> follow(From from) {
    if (from == From.EARLIEST) {
      return batches((records, sink) -> sink.next(published(records.poll())));
    }
    return batches(
        (records, sink) ->
            sink.next(records.atEnd() ? published(records.poll()) : newestNow(records)));
  }

  private static Collection<PublishedRecord> newestNow(CommittedRecords records) {
    Map<String, PublishedRecord> newest = new LinkedHashMap<>();
    records.readToEnd(record -> published(List.of(record)).forEach(one -> replace(newest, one)));
    return newest.values();
  }

  /** The newest goes to the back, so that the values stay in the topic's order. */
  private static void replace(Map<String, PublishedRecord> newest, PublishedRecord record) {
    newest.remove(record.key());
    newest.put(record.key(), record);
  }

  /** What each turn of a subscription of its own makes of the topic's records. */
  public <T> Flux<T> batches(BiConsumer<CommittedRecords, SynchronousSink<Collection<T>>> turn) {
    return Flux.<Collection<T>, CommittedRecords>generate(
            () -> CommittedRecords.open(kafka, Set.of(topic), "following topic " + topic),
            (records, sink) -> {
              uninterrupted(() -> turn.accept(records, sink), sink);
              return records;
            },
            ParametersFollower::close)
        .subscribeOn(Schedulers.boundedElastic())
        .concatMapIterable(batch -> batch, 1);
  }

  /** A cancelled subscription interrupts its thread: that is no failure. */
  private static void uninterrupted(Runnable turn, SynchronousSink<?> sink) {
    try {
      turn.run();
    } catch (InterruptException cancelled) {
      sink.complete();
    }
  }

  /** The interruption has done its work, and a consumer does not close under one. */
  private static void close(CommittedRecords records) {
    Thread.interrupted();
    records.close();
  }

  private static Collection<PublishedRecord> published(
      Iterable<ConsumerRecord<byte[], byte[]>> records) {
    List<PublishedRecord> published = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.key() != null && record.value() != null) {
        published.add(
            new PublishedRecord(
                new String(record.key(), UTF_8),
                record.value(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp())));
      }
    }
    return published;
  }
}
