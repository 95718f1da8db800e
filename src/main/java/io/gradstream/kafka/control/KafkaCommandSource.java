package io.gradstream.kafka.control;

import io.gradstream.codec.CommandCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.restore.KeptVersions;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.pipeline.control.ReceivedCommand;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands on a learner's topic of control, read on a thread of their own, where what a
 * rollback goes to is fetched too. That they cannot be read for a while ends nothing: it is told,
 * and tried again.
 */
public final class KafkaCommandSource implements CommandSource, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommandSource.class);
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** So many may wait for the learner; the others stay on the topic. */
  private static final int MOST = 100;

  private final Clients clients;
  private final Topics topics;
  private final String model;
  private final TopicPartition partition;
  private final FailureTranslator failures;
  private final CommandCodec codec = new CommandCodec();
  private final Queue<ReceivedCommand> received = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread;
  private volatile Runnable onArrival = () -> {};

  // The thread's own.
  private OptionalLong next = OptionalLong.empty();
  private @Nullable Consumer<byte[], byte[]> consumer;
  private String told = "";

  /** The commands to a model, of which none is read before it is opened. */
  public KafkaCommandSource(Clients clients, Topics topics, String model) {
    this.clients = clients;
    this.topics = topics;
    this.model = model;
    this.partition = new TopicPartition(topics.control().orElseThrow(), 0);
    this.failures = new FailureTranslator(clients.kafka());
    this.thread = clients.machine().newThread("gradstream-control-" + model);
  }

  /**
   * Begins to read.
   *
   * @param first the offset of the first that is read; empty for whatever comes from now on
   */
  public void open(OptionalLong first) {
    thread.execute(() -> next = first);
    thread.scheduleWithFixedDelay(this::read, 0, BETWEEN_POLLS.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable ReceivedCommand poll(long reached) {
    return received.poll();
  }

  @Override
  public void onArrival(Runnable action) {
    onArrival = action;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("a read of {} goes on while the session ends", partition.topic());
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return;
    }
    closeConsumer();
  }

  private void read() {
    try {
      if (received.size() < MOST) {
        opened().poll(POLL).forEach(this::accept);
      }
    } catch (RuntimeException failure) {
      // What was polled and not taken is read again.
      dropConsumer();
      if (!thread.isShutdown()) {
        tell(failures.of("reading the commands to " + model, failure, Kind.OTHER));
      }
    }
    if (!received.isEmpty()) {
      onArrival.run();
    }
  }

  private void tell(KafkaFailure failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(told)) {
      LOG.warn("{}; commands are not heard until that has passed", message);
    }
    told = message;
  }

  private Consumer<byte[], byte[]> opened() {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = clients.consumer(Map.of());
      consumer = open;
      begin(open);
    }
    return open;
  }

  private void dropConsumer() {
    Consumer<byte[], byte[]> open = consumer;
    consumer = null;
    try {
      if (open != null) {
        open.close(CloseOptions.timeout(Duration.ZERO));
      }
    } catch (RuntimeException failure) {
      LOG.debug("closing what cannot be read with", failure);
    }
  }

  /** A topic that was made anew begins again; one whose oldest are gone, with what is left. */
  private void begin(Consumer<byte[], byte[]> open) {
    List<TopicPartition> only = List.of(partition);
    open.assign(only);
    long end = open.endOffsets(only, Clients.PATIENCE).getOrDefault(partition, 0L);
    long first = open.beginningOffsets(only, Clients.PATIENCE).getOrDefault(partition, 0L);
    long from = next.orElse(end);
    open.seek(partition, from < first || from > end ? first : from);
    if (next.isEmpty() && end > 0) {
      received.add(ReceivedCommand.none(end - 1));
    }
    next = OptionalLong.of(from);
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      received.add(read(record));
    } catch (MalformedContent | IllegalArgumentException reason) {
      LOG.warn(
          "topic {}, partition 0, offset {}: passed over, for it is no command: {}",
          record.topic(),
          record.offset(),
          reason.getMessage());
      received.add(ReceivedCommand.none(record.offset()));
    }
    next = OptionalLong.of(record.offset() + 1);
  }

  private ReceivedCommand read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new MalformedContent("it has no value");
    }
    Command command = codec.decode(record.value());
    return command instanceof Command.Rollback rollback
        ? new ReceivedCommand(
            record.offset(), Optional.of(command), Optional.of(target(rollback.version())))
        : ReceivedCommand.of(record.offset(), command);
  }

  private Snapshot target(long version) {
    String history =
        topics
            .history()
            .orElseThrow(
                () ->
                    new IllegalArgumentException("no versions are kept: set history to keep some"));
    return new KeptVersions(clients, history, model)
        .find(version)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "topic %s does not have version %d: see gradstream history"
                        .formatted(history, version)));
  }

  private void closeConsumer() {
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.close(CloseOptions.timeout(CLOSE));
    }
  }
}
