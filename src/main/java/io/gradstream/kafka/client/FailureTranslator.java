package io.gradstream.kafka.client;

import io.gradstream.kafka.client.KafkaFailure.Kind;
import java.util.Locale;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a client's exception means to us. The clients wrap: what matters may be any number of
 * causes down.
 */
public record FailureTranslator(KafkaSettings kafka) {

  /** A failure at first contact, where a time-out means that nobody is there. */
  public KafkaFailure connecting(String phase, Throwable thrown) {
    boolean silent = find(thrown, TimeoutException.class) != null;
    return of(phase, thrown, silent ? Kind.UNREACHABLE : Kind.OTHER);
  }

  /** A failure that is of kind {@code otherwise} unless what was thrown says something else. */
  public KafkaFailure of(String phase, Throwable thrown, Kind otherwise) {
    KafkaFailure known = find(thrown, KafkaFailure.class);
    if (known != null) {
      return known;
    }
    Kind kind = kind(thrown, otherwise);
    String explanation =
        isRefusal(kind)
            ? new Refusal(kafka, phase, thrown).text().orElseGet(() -> explanation(kind, thrown))
            : explanation(kind, thrown);
    return new KafkaFailure(kind, phase, explanation, thrown);
  }

  private static boolean isRefusal(Kind kind) {
    return kind == Kind.UNAUTHORIZED || kind == Kind.OTHER;
  }

  private Kind kind(Throwable thrown, Kind otherwise) {
    if (has(thrown, ProducerFencedException.class, FencedInstanceIdException.class)) {
      return Kind.FENCED;
    }
    if (has(thrown, AuthenticationException.class, AuthorizationException.class)) {
      return Kind.UNAUTHORIZED;
    }
    if (has(thrown, ConfigException.class)) {
      return isAboutServers(thrown) ? Kind.UNREACHABLE : Kind.OTHER;
    }
    // What is not Kafka's will not go away by trying again, nor will what a broker does not allow.
    boolean lasting =
        has(thrown, RecordTooLargeException.class, InvalidSessionTimeoutException.class)
            || !has(thrown, KafkaException.class);
    return lasting ? Kind.OTHER : otherwise;
  }

  private boolean isAboutServers(Throwable thrown) {
    return rootMessage(thrown).contains("bootstrap");
  }

  private String explanation(Kind kind, Throwable thrown) {
    return switch (kind) {
      case FENCED -> "another learner of the same name has taken over";
      case ABORTED ->
          "lost, to be restored from the last committed version: " + rootMessage(thrown);
      case UNREACHABLE -> new ListenerProbe(kafka).mismatch().orElseGet(this::nobodyThere);
      case UNAUTHORIZED ->
          "the broker at %s refuses us, see to kafka.properties or its access rules: %s"
              .formatted(kafka.bootstrapServers(), rootMessage(thrown));
      case NO_TOPIC, TOPIC_DELETED, TOPIC_RECREATED, OTHER -> lastingExplanation(thrown);
    };
  }

  private String nobodyThere() {
    return "no Kafka broker answers at %s: start one there or correct kafka.bootstrapServers"
        .formatted(kafka.bootstrapServers());
  }

  private String lastingExplanation(Throwable thrown) {
    if (has(thrown, RecordTooLargeException.class)) {
      return "a record is larger than its topic takes: raise the topic's max.message.bytes, or make"
          + " the model smaller";
    }
    if (has(thrown, InvalidSessionTimeoutException.class)) {
      return "the broker does not allow so long or so short a session: set session.timeout.ms in"
          + " kafka.properties to what its group.min.session.timeout.ms or"
          + " group.max.session.timeout.ms says";
    }
    return rootMessage(thrown);
  }

  /**
   * The innermost message, which says what the wrappers only repeat, in our lower case and without
   * what Kafka quotes of its settings.
   */
  private String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof TimeoutException || root instanceof java.util.concurrent.TimeoutException) {
      return "Kafka has not answered in time";
    }
    if (root.getMessage() == null || root.getMessage().isBlank()) {
      return root.getClass().getSimpleName();
    }
    String message = kafka.secrets().mask(root.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  @SafeVarargs
  private static boolean has(Throwable thrown, Class<? extends Throwable>... types) {
    for (Class<? extends Throwable> type : types) {
      if (find(thrown, type) != null) {
        return true;
      }
    }
    return false;
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
