package io.gradstream.kafka.scale;

import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.InputSettings;
import io.gradstream.kafka.client.Access;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.scale.Membership;
import org.apache.kafka.clients.admin.Admin;

/**
 * The memberships of one process on Kafka.
 *
 * @param clients of the cluster
 * @param input where samples come from
 * @param topics where they come from and versions go
 * @param model its name: consumer group, and transactional id of who publishes
 * @param format how versions are written
 * @param scale how rounds are made
 */
public record KafkaMemberships(
    Clients clients,
    InputSettings input,
    Topics topics,
    String model,
    VersionFormat format,
    ScaleSettings scale)
    implements Membership.Factory {
  /** The topic of the rounds. */
  public String log() {
    return model + ".deltas";
  }

  /** {@inheritDoc} Makes the topics that are missing of those that are written. */
  @Override
  public Membership open() {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      admin.createInput(topics.input(), 1);
      admin.createWritten(topics);
      admin.createRounds(log());
    }
    FailureTranslator failures = new FailureTranslator(clients.kafka());
    try (Admin admin = clients.admin()) {
      new Access(admin, failures).requireOfLearner(topics);
      return new KafkaMembership(this);
    } catch (RuntimeException failure) {
      throw failures.connecting("joining the learners of " + model, failure);
    }
  }
}
