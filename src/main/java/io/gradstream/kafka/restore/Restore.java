package io.gradstream.kafka.restore;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.Topics;
import io.gradstream.version.Snapshot;
import java.util.Optional;

/**
 * Finds the newest committed state of a learner. Until its {@link
 * io.gradstream.kafka.KafkaVersionSink} is open a predecessor's last transaction may still be
 * pending, so that what is found before may not be the last of it.
 *
 * <p>What has been damaged, and what others have written under the model's keys, is passed over:
 * the newest version is taken that is whole on both topics. Where something of the model is left
 * and no such version is, nothing is found in its place.
 */
public final class Restore {
  private final Clients clients;
  private final Topics topics;
  private final Decoders decoders;

  /** Restores from these topics. */
  public Restore(Clients clients, Topics topics, Decoders decoders) {
    this.clients = clients;
    this.topics = topics;
    this.decoders = decoders;
  }

  /**
   * The newest version of a model and what its learner needs to go on; empty if it has never
   * published.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, if a topic is missing, or if
   *     there is something of the model and no version is whole on both topics
   */
  public Optional<Snapshot> newest(String model) {
    return find(model).newest();
  }

  /**
   * The same, and what the topics have of the model in blocks.
   *
   * @throws KafkaFailure as {@link #newest}
   */
  public Restored find(String model) {
    ModelReading reading = reading(model, "restoring " + model);
    return reading.newest(reading.all());
  }

  /**
   * What the topics have of a model while it is another learner that publishes to them. Nothing is
   * read before it is asked for.
   */
  public ModelFollower follow(String model) {
    return new ModelFollower(() -> reading(model, "restoring " + model), clients.machine());
  }

  /**
   * The newest whole version alone, for its learner to start anew from it.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, if a topic is missing, or if no
   *     version is whole
   */
  public Restored findVersion(String model) {
    ModelReading reading = reading(model, "starting from the newest version of " + model);
    ModelTopics found = reading.all();
    reading.requireVersion(found);
    return found.restored(Optional.empty());
  }

  /**
   * Only what is to be known for the model to start over, in whatever state the topics are.
   *
   * @throws KafkaFailure if the cluster does not answer or refuses, or a topic is missing
   */
  public Restored startOver(String model) {
    return reading(model, "starting " + model + " over").only(0).restored(Optional.empty());
  }

  private ModelReading reading(String model, String phase) {
    return new ModelReading(clients, topics, decoders, model, phase);
  }
}
