package io.gradstream.kafka;

import static io.gradstream.kafka.Fixtures.newName;
import static io.gradstream.kafka.Fixtures.newTopics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@Timeout(120)
@ExtendWith(SharedBroker.class)
class TopicsAdminTest {
  private final KafkaSettings kafka = SharedBroker.kafka();
  private final String name = newName();

  @Test
  void createMissing_ofVersionsAndState_compactsSmallSegments() throws Exception {
    Topics topics = newTopics(kafka, name, 1);
    for (String topic : List.of(topics.parameters(), topics.state())) {
      assertThat(setting(topic, "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(topic, "segment.bytes")).isEqualTo("4194304");
      assertThat(setting(topic, "segment.ms")).isEqualTo("600000");
      assertThat(setting(topic, "min.compaction.lag.ms")).isEqualTo("10000");
      assertThat(setting(topic, "min.cleanable.dirty.ratio")).isEqualTo("0.1");
      assertThat(partitions(topic)).isEqualTo(1);
    }
  }

  @Test
  void createMissing_ofInputAndDeadLetters_keepsThem() throws Exception {
    Topics topics = newTopics(kafka, name, 3);
    assertThat(partitions(topics.input())).isEqualTo(3);
    assertThat(setting(topics.deadLetter(), "cleanup.policy")).isEqualTo("delete");
    assertThat(setting(topics.deadLetter(), "retention.ms")).isEqualTo("7776000000");
  }

  @Test
  void createMissing_ofFigures_keepsThemByTimeAndSize() throws Exception {
    String figures = newTopics(kafka, name, 1).metrics().orElseThrow();
    assertThat(setting(figures, "cleanup.policy")).isEqualTo("delete");
    assertThat(setting(figures, "retention.ms")).isEqualTo("7776000000");
    assertThat(setting(figures, "retention.bytes")).isEqualTo("268435456");
    assertThat(setting(figures, "segment.bytes")).isEqualTo("16777216");
  }

  @Test
  void createMissing_ofTopicsThatExist_leavesThemAlone() throws Exception {
    newTopics(kafka, name, 2);
    Topics again = newTopics(kafka, name, 5);
    assertThat(partitions(again.input())).isEqualTo(2);
  }

  @Test
  void createMissing_whenVersionsHaveSeveralPartitions_isRefused() throws Exception {
    create(new NewTopic(name + ".parameters", 2, (short) 1));
    assertThatThrownBy(() -> newTopics(kafka, name, 1))
        .isInstanceOf(KafkaFailure.class)
        .hasMessage(
            "checking topic %s.parameters: it must have one partition, for what is on it has one"
                + " order: 2",
            name);
  }

  /** Whoever deletes a topic while a session is opened must not end a learner by that. */
  @Test
  void maxMessageBytes_topicThatIsGone_isLostForNow() {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      assertThatThrownBy(() -> admin.maxMessageBytes(name))
          .hasMessage("reading the settings of topic %s: it was deleted just now", name)
          .isInstanceOfSatisfying(
              KafkaFailure.class, gone -> assertThat(gone.isTransient(false)).isTrue());
    }
  }

  @Test
  void createMissing_whenStateIsNotCompacted_warns() throws Exception {
    create(new NewTopic(name + ".state", 1, (short) 1));
    Logger logger = (Logger) LoggerFactory.getLogger(TopicsAdmin.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    newTopics(kafka, name, 1);
    logger.setAdditive(true);
    logger.detachAppender(log);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "topic "
                + name
                + ".state has cleanup.policy=delete: retention may delete the newest version, and"
                + " with it the model; set cleanup.policy=compact");
  }

  @Test
  void maxMessageBytes_ofATopic_isTheTopicsOwn() throws Exception {
    create(new NewTopic(name, 1, (short) 1).configs(Map.of("max.message.bytes", "5000")));
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      assertThat(admin.maxMessageBytes(name)).isEqualTo(5000);
    }
  }

  @Test
  void maxMessageBytes_ofAMissingTopic_namesIt() {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      assertThatThrownBy(() -> admin.maxMessageBytes(name))
          .isInstanceOf(KafkaFailure.class)
          .hasMessageStartingWith("reading the settings of topic " + name);
    }
  }

  private void create(NewTopic topic) throws Exception {
    try (Admin admin = new Clients(kafka).admin()) {
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private String setting(String topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = new Clients(kafka).admin()) {
      Map<ConfigResource, Config> found = admin.describeConfigs(List.of(resource)).all().get();
      return found.values().iterator().next().get(key).value();
    }
  }

  private int partitions(String topic) throws Exception {
    try (Admin admin = new Clients(kafka).admin()) {
      var found = admin.describeTopics(List.of(topic)).allTopicNames().get();
      return found.values().iterator().next().partitions().size();
    }
  }
}
