package io.gradstream.kafka.client;

import io.gradstream.pipeline.StreamException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong between us and Kafka, its message written for the person who runs the learner: a
 * client's exceptions never leave this package as they are. Settings that cannot be are {@link
 * IllegalArgumentException}s, and what stands in a record and cannot be read is told by whoever
 * reads it.
 */
public final class KafkaFailure extends StreamException {
  /** What a caller can do about it. */
  public enum Kind {
    /** Another learner of the same name has taken over: stand by until that one is gone. */
    FENCED,
    /**
     * A transaction or a partition is lost: close source and sink, open new ones, restore from the
     * last committed version and go on.
     */
    ABORTED,
    /** Nobody answers at the bootstrap servers. */
    UNREACHABLE,
    /** The broker does not know us, or does not let us. */
    UNAUTHORIZED,
    /** There is no such topic: somebody has to make it, or to write to it, first. */
    NO_TOPIC,
    /** The topic that was learned from is gone. */
    TOPIC_DELETED,
    /** The topic that was learned from is gone, and another one has its name. */
    TOPIC_RECREATED,
    /** Anything else; the message says what. */
    OTHER
  }

  private final Kind kind;
  private final String phase;

  /** A failure of a kind, while something was being done. */
  public KafkaFailure(Kind kind, String phase, String explanation, @Nullable Throwable cause) {
    this(phase + ": " + explanation, kind, phase, cause);
  }

  private KafkaFailure(String message, Kind kind, String phase, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.phase = phase;
  }

  /** What a caller can do about it. */
  public Kind kind() {
    return kind;
  }

  /** What was being done: {@code publishing version 7 of flights}. */
  public String phase() {
    return phase;
  }

  /**
   * A lost transaction passes, and a lost place, and so do a cluster's silence and its refusal if
   * it has ever answered: access rules are rolled out while learners run.
   */
  @Override
  public boolean isTransient(boolean wasOpen) {
    return kind == Kind.ABORTED
        || isFenced()
        || (wasOpen && (kind == Kind.UNREACHABLE || kind == Kind.UNAUTHORIZED));
  }

  @Override
  public boolean isFenced() {
    return kind == Kind.FENCED;
  }

  /** A failure of a topic itself, whatever was being done. */
  public static KafkaFailure ofTopic(Kind kind, String topic, String what) {
    String subject = "topic " + topic;
    return new KafkaFailure(subject + " " + what, kind, subject, null);
  }

  /** A failure that is no client's exception. */
  public static KafkaFailure other(String phase, String explanation) {
    return new KafkaFailure(Kind.OTHER, phase, explanation, null);
  }
}
