package io.gradstream.kafka.client;

import io.gradstream.kafka.client.KafkaFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Makes the topics of a model, and says how they are set. Topics that exist stay as they are. */
public final class TopicsAdmin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsAdmin.class);

  private final Admin admin;
  private final FailureTranslator failures;

  /**
   * Connects to a cluster.
   *
   * @throws KafkaFailure if the settings are none a client could start with
   */
  public TopicsAdmin(KafkaSettings kafka) {
    this(new Clients(kafka));
  }

  /**
   * The same with a client that is made here.
   *
   * @throws KafkaFailure if the settings are none a client could start with
   */
  public TopicsAdmin(Clients clients) {
    this.failures = new FailureTranslator(clients.kafka());
    try {
      this.admin = clients.admin();
    } catch (RuntimeException failure) {
      throw failures.connecting("connecting to Kafka", failure);
    }
  }

  /**
   * Makes the topics that are missing, with the cluster's replication factor.
   *
   * @param inputPartitions how many partitions the input gets; the others have one
   * @throws KafkaFailure if the cluster does not answer or refuses, or if the topic of parameters
   *     or state has several partitions
   */
  public void createMissing(Topics topics, int inputPartitions) {
    topics.inputs().forEach(topic -> createInput(topic, inputPartitions));
    createWritten(topics);
  }

  /**
   * Makes the topic of samples if it is missing, with the cluster's replication factor. Where there
   * has been one it is not for us to bring it back.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses
   */
  public void createInput(String topic, int partitions) {
    createIfMissing(plain(topic, partitions));
  }

  /**
   * Makes those of the topics that are missing that a learner writes, with the cluster's
   * replication factor.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or if the topic of parameters
   *     or state has several partitions
   */
  public void createWritten(Topics topics) {
    createIfMissing(deadLetters(topics.deadLetter()));
    topics.metrics().ifPresent(topic -> createIfMissing(metrics(topic)));
    topics.control().ifPresent(this::createControl);
    for (String topic : topics.ordered()) {
      if (!createIfMissing(compacted(topic))) {
        requireOnePartition(topic);
        warnUnlessCompacted(topic);
      }
    }
  }

  /**
   * Makes the log of several learners' rounds if it is missing. It is kept until one of them cuts
   * it, for what is missing of it nobody could make up for.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or it has several partitions
   */
  public void createRounds(String topic) {
    if (!createIfMissing(rounds(topic))) {
      requireOnePartition(topic);
    }
  }

  /** Deletes what a topic of one partition has before an offset. */
  public void deleteBefore(String topic, long offset) {
    await(
        "deleting what is before offset %d of topic %s".formatted(offset, topic),
        admin
            .deleteRecords(
                Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** Who may not make it can learn without. */
  private void createControl(String topic) {
    try {
      if (!createIfMissing(deadLetters(topic))) {
        requireOnePartition(topic);
      }
    } catch (KafkaFailure failure) {
      if (failure.kind() != Kind.UNAUTHORIZED) {
        throw failure;
      }
      LOG.info("no commands are taken: {}", failure.getMessage());
    }
  }

  /**
   * Makes topics anew that a learner writes and that were deleted. What has the name by now is the
   * broker's own making: it is given the settings it should have, or goes if it has partitions that
   * it must not have.
   *
   * @param lost which of the topics
   * @throws KafkaFailure if the cluster does not answer or refuses
   */
  public void makeAnew(Topics topics, Set<String> lost) {
    for (String topic : lost) {
      boolean ordered = topics.ordered().contains(topic);
      if (ordered && partitions(topic) > 1) {
        await("deleting topic " + topic, admin.deleteTopics(List.of(topic)).all());
        awaitGone(topic);
      }
      NewTopic wanted = wanted(topics, topic);
      if (!createIfMissing(wanted)) {
        await("setting topic " + topic, admin.incrementalAlterConfigs(settings(wanted)).all());
      }
    }
  }

  private static NewTopic wanted(Topics topics, String topic) {
    if (topics.ordered().contains(topic)) {
      return compacted(topic);
    }
    return topic.equals(topics.deadLetter()) ? deadLetters(topic) : metrics(topic);
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> settings(NewTopic topic) {
    List<AlterConfigOp> settings = new ArrayList<>();
    topic
        .configs()
        .forEach(
            (key, value) ->
                settings.add(
                    new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    return Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), settings);
  }

  /**
   * Whether there is such a topic.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses
   */
  public boolean exists(String topic) {
    return describe(topic).isPresent();
  }

  private int partitions(String topic) {
    return describe(topic).map(found -> found.partitions().size()).orElse(0);
  }

  private void awaitGone(String topic) {
    Mono.fromCallable(() -> partitions(topic))
        .filter(count -> count == 0)
        .repeatWhenEmpty(100, empty -> empty.delayElements(Duration.ofMillis(50)))
        .block();
  }

  /**
   * The largest record batch a topic takes, in bytes: what it is set to, or a whole segment.
   *
   * @throws KafkaFailure if there is no such topic
   */
  public int maxMessageBytes(String topic) {
    return Math.min(
        Integer.parseInt(setting(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)),
        Integer.parseInt(setting(topic, TopicConfig.SEGMENT_BYTES_CONFIG)));
  }

  /**
   * How long a topic keeps its records, in ms; empty if for ever.
   *
   * @throws KafkaFailure if there is no such topic
   */
  public OptionalLong retentionMs(String topic) {
    boolean deletes =
        setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG)
            .contains(TopicConfig.CLEANUP_POLICY_DELETE);
    long ms = Long.parseLong(setting(topic, TopicConfig.RETENTION_MS_CONFIG));
    return deletes && ms >= 0 ? OptionalLong.of(ms) : OptionalLong.empty();
  }

  /**
   * The offset behind a partition's last record.
   *
   * @throws KafkaFailure if there is no such partition
   */
  public long endOffset(String topic, int partition) {
    TopicPartition asked = new TopicPartition(topic, partition);
    return await(
            "looking for the end of topic " + topic,
            admin.listOffsets(Map.of(asked, OffsetSpec.latest())).partitionResult(asked))
        .offset();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }

  private static NewTopic plain(String topic, int partitions) {
    return new NewTopic(topic, Optional.of(partitions), Optional.empty());
  }

  private static NewTopic deadLetters(String topic) {
    long days90 = Duration.ofDays(90).toMillis();
    return plain(topic, 1).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(days90)));
  }

  /**
   * A learner that publishes hundreds of versions a second writes gigabytes of figures a day: by
   * time alone they would outgrow the model. Whole segments go, so they are small.
   */
  private static NewTopic metrics(String topic) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(Duration.ofDays(90).toMillis()));
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Integer.toString(256 << 20));
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(16 << 20));
    return plain(topic, 1).configs(settings);
  }

  /**
   * Compaction touches neither the segment that is written to nor what is younger than its lag:
   * both are kept small, so that a topic is not many times what it has to keep. What was replaced
   * goes from the disk soon.
   */
  private static NewTopic compacted(String topic) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(4 << 20));
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Duration.ofMinutes(10).toMillis()));
    settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    settings.put(
        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Duration.ofSeconds(10).toMillis()));
    settings.put(
        TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, Long.toString(Duration.ofSeconds(10).toMillis()));
    return plain(topic, 1).configs(settings);
  }

  private static NewTopic rounds(String topic) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(32 << 20));
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20));
    return plain(topic, 1).configs(settings);
  }

  private boolean createIfMissing(NewTopic topic) {
    if (describe(topic.name()).isPresent()) {
      return false;
    }
    try {
      await("creating topic " + topic.name(), admin.createTopics(List.of(topic)).all());
      awaitKnown(topic.name());
      LOG.info("created topic {}", topic.name());
      return true;
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw failure;
    }
  }

  /** The controller makes a topic; the brokers hear of it a moment later. */
  private void awaitKnown(String topic) {
    Mono.fromCallable(() -> setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG))
        .retryWhen(
            Retry.fixedDelay(100, Duration.ofMillis(50))
                .filter(failure -> failure.getCause() instanceof UnknownTopicOrPartitionException)
                .onRetryExhaustedThrow((spec, last) -> last.failure()))
        .block();
  }

  private void requireOnePartition(String topic) {
    int partitions = partitions(topic);
    if (partitions > 1) {
      throw KafkaFailure.other(
          "checking topic " + topic,
          "it must have one partition, for what is on it has one order: %d".formatted(partitions));
    }
  }

  private void warnUnlessCompacted(String topic) {
    String policy = setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      LOG.warn(
          "topic {} has cleanup.policy={}: retention may delete the newest version, and with it the"
              + " model; set cleanup.policy=compact",
          topic,
          policy);
    }
  }

  private Optional<TopicDescription> describe(String topic) {
    try {
      String phase = "looking for topic " + topic;
      return await(phase, admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
          .findFirst();
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** A setting of a topic that was there a moment ago. */
  private String setting(String topic, String key) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String phase = "reading the settings of topic " + topic;
    try {
      return await(phase, admin.describeConfigs(List.of(resource)).all()).values().stream()
          .map(settings -> settings.get(key).value())
          .findFirst()
          .orElseThrow();
    } catch (KafkaFailure failure) {
      if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new KafkaFailure(Kind.ABORTED, phase, "it was deleted just now", failure.getCause());
      }
      throw failure;
    }
  }

  private <T> T await(String phase, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      throw failures.connecting(phase, cause == null ? failure : cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KafkaFailure(Kind.OTHER, phase, "interrupted", interrupted);
    }
  }
}
