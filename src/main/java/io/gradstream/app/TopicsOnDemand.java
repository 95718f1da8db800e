package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.KafkaFailure;
import io.gradstream.kafka.TopicsAdmin;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a model for a command that only sends or reads. */
final class TopicsOnDemand {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsOnDemand.class);

  private TopicsOnDemand() {}

  /** Makes those that are missing, if we may: a producer often may not. */
  static void create(Settings settings) {
    createIfAllowed(settings, admin -> admin.createMissing(settings.topics(), 1));
  }

  /** Makes those that are missing but for that of the samples, if we may. */
  static void createWritten(Settings settings) {
    createIfAllowed(settings, admin -> admin.createWritten(settings.topics()));
  }

  private static void createIfAllowed(Settings settings, Consumer<TopicsAdmin> creation) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      creation.accept(admin);
    } catch (KafkaFailure failure) {
      if (failure.kind() != KafkaFailure.Kind.UNAUTHORIZED) {
        throw failure;
      }
      LOG.debug("left to others: {}", failure.getMessage());
    }
  }
}
