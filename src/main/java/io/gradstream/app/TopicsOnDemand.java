package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.TopicsAdmin;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics of a model for a command that only sends or reads. */
record TopicsOnDemand(Settings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(TopicsOnDemand.class);

  /** Makes those that are missing, if we may: a producer often may not. */
  void create() {
    createIfAllowed(admin -> admin.createMissing(settings.topics(), 1));
  }

  /** Makes those that are missing but for that of the samples, if we may. */
  void createWritten() {
    createIfAllowed(admin -> admin.createWritten(settings.topics()));
  }

  private void createIfAllowed(Consumer<TopicsAdmin> creation) {
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
