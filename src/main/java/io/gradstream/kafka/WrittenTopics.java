package io.gradstream.kafka;

import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.TopicLookup;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.client.TopicsAdmin;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;

/**
 * The topics that a learner writes, each known by its id. One that is deleted is soon there again,
 * for whoever writes to it or reads it has the broker make it; but with another id, the broker's
 * own settings and nothing in it. Not thread-safe.
 */
final class WrittenTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Clients clients;
  private final Topics topics;
  private final TopicLookup lookup;
  private final Map<String, Optional<String>> ids = new HashMap<>();

  /** Topics of which none is known yet, so that none can be lost. */
  WrittenTopics(Clients clients, Topics topics, Admin admin) {
    this.clients = clients;
    this.topics = topics;
    this.lookup = new TopicLookup(admin, PATIENCE, clients.machine());
  }

  /** From here on they must be those that there are now. */
  void adopt() {
    for (String topic : topics.written()) {
      lookup.findSurely(topic).ifPresent(found -> ids.put(topic, found.id()));
    }
  }

  /** Which of them seem to be others by now, or none; those that nobody tells of do not. */
  CompletableFuture<Set<String>> seemLost() {
    return ids.isEmpty()
        ? CompletableFuture.completedFuture(Set.of())
        : lookup.find(ids.keySet()).thenApply(this::notAmong).exceptionally(untold -> Set.of());
  }

  private Set<String> notAmong(Map<String, InputTopic> found) {
    Set<String> lost = new TreeSet<>();
    ids.forEach(
        (topic, id) -> {
          if (isLost(id, Optional.ofNullable(found.get(topic)))) {
            lost.add(topic);
          }
        });
    return lost;
  }

  private static boolean isLost(Optional<String> id, Optional<InputTopic> found) {
    return found.isEmpty() || (found.get().id().isPresent() && !found.get().id().equals(id));
  }

  /**
   * Which of them are others by now, or none.
   *
   * @throws RuntimeException if the cluster does not answer, or refuses
   */
  Set<String> lost() {
    Set<String> lost = new TreeSet<>();
    ids.forEach(
        (topic, id) -> {
          if (isLost(id, lookup.findSurely(topic))) {
            lost.add(topic);
          }
        });
    return lost;
  }

  /**
   * Makes those anew that are lost.
   *
   * @throws RuntimeException if the cluster does not answer, or refuses
   */
  void makeAnew(Set<String> lost) {
    try (TopicsAdmin admin = new TopicsAdmin(clients)) {
      admin.makeAnew(topics, lost);
    }
    adopt();
  }
}
