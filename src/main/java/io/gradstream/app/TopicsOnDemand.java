package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.KafkaFailure;
import io.gradstream.kafka.TopicsAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a model for a command that only sends or reads. */
final class TopicsOnDemand {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsOnDemand.class);

  private TopicsOnDemand() {}

  /** Makes those that are missing, if we may: a producer or a consumer often may not. */
  static void create(Settings settings) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    } catch (KafkaFailure failure) {
      if (failure.kind() != KafkaFailure.Kind.UNAUTHORIZED) {
        throw failure;
      }
      LOG.debug("left to others: {}", failure.getMessage());
    }
  }
}
