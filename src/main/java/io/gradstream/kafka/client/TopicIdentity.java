package io.gradstream.kafka.client;

import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.version.Offsets;
import java.util.Optional;

/**
 * Which topic a learner reads. A topic that is deleted and made anew has the same name and other
 * records under the same offsets; its id is another, and no id ever comes back. So an id that is
 * still ours says that all that was read before it was asked for was ours too.
 *
 * @param topic its name
 * @param id its id, empty until it is known
 * @param known whether there has been such a topic
 * @param version the newest version of what was learned of it, 0 before the first
 * @param replaceable whether the learner goes on with another of its name, so that its loss passes
 */
public record TopicIdentity(
    String topic, Optional<String> id, boolean known, long version, boolean replaceable) {
  /** The topic of this name, whichever it is. */
  public static TopicIdentity any(String topic) {
    return new TopicIdentity(topic, Optional.empty(), false, 0, false);
  }

  /** The same, which is the one that these offsets are of. */
  public TopicIdentity of(Offsets offsets) {
    Optional<String> read = offsets.topicId(topic);
    return new TopicIdentity(topic, read, known || read.isPresent(), version, replaceable);
  }

  /** The same with another newest version. */
  public TopicIdentity at(long newestVersion) {
    return new TopicIdentity(topic, id, known, newestVersion, replaceable);
  }

  /** The same, which another of its name may replace or not. */
  public TopicIdentity replaceable(boolean may) {
    return new TopicIdentity(topic, id, known, version, may);
  }

  /** The same, which is the one that was found where nothing was known of it. */
  public TopicIdentity adopt(InputTopic found) {
    return new TopicIdentity(topic, id.isPresent() ? id : found.id(), true, version, replaceable);
  }

  /**
   * What has happened if this is not the topic any more.
   *
   * @param found the topic that has the name now, empty if there is none
   */
  public Optional<KafkaFailure> loss(Optional<InputTopic> found) {
    if (found.isEmpty()) {
      return known ? Optional.of(deleted()) : Optional.empty();
    }
    return isReplacedBy(found.get()) ? Optional.of(recreated()) : Optional.empty();
  }

  /** Whether another topic has its name. */
  public boolean isReplacedBy(InputTopic found) {
    return id.isPresent() && found.id().isPresent() && !id.equals(found.id());
  }

  private KafkaFailure recreated() {
    if (replaceable) {
      return KafkaFailure.ofTopic(
          Kind.ABORTED, topic, "was deleted and made anew since %s".formatted(since()));
    }
    return KafkaFailure.ofTopic(
        Kind.TOPIC_RECREATED,
        topic,
        "was deleted and made anew since %s: its samples are not those that were learned; start"
                .formatted(since())
            + " over with --reset, keep the model and learn from the beginning with"
            + " input.whenRecreated: restart, or learn under another name");
  }

  private KafkaFailure deleted() {
    if (replaceable) {
      return KafkaFailure.ofTopic(
          Kind.ABORTED,
          topic,
          "was deleted since %s, and there is none of its name: waiting for it to be made anew"
              .formatted(since()));
    }
    return KafkaFailure.ofTopic(
        Kind.TOPIC_DELETED,
        topic,
        "was deleted since %s, and there is none of its name: make it anew and go on with"
                .formatted(since())
            + " input.whenRecreated: restart or start over with --reset, or name another in"
            + " input.topic");
  }

  /** The newest version that has learned of it, in words. */
  public String since() {
    return version == 0 ? "the start" : "version " + version;
  }
}
