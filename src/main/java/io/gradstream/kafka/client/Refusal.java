package io.gradstream.kafka.client;

import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * Why a broker and we do not come together, and what mends it: certificates, logins and access
 * rules, which Kafka's messages tell only to those who know them.
 *
 * @param kafka how we come
 * @param phase what was being done, which tells the operation that is not allowed
 * @param thrown what Kafka's client says
 */
record Refusal(KafkaSettings kafka, String phase, Throwable thrown) {
  /** By what a phase begins with. */
  private static final Map<String, AclOperation> OPERATIONS =
      Map.of(
          "looking", AclOperation.DESCRIBE,
          "creating", AclOperation.CREATE,
          "reading the settings", AclOperation.DESCRIBE_CONFIGS,
          "setting", AclOperation.ALTER_CONFIGS,
          "deleting", AclOperation.DELETE,
          "sending", AclOperation.WRITE,
          "publishing", AclOperation.WRITE,
          "opening", AclOperation.WRITE);

  /** The explanation, if this is one of those that are known. */
  Optional<String> text() {
    return certificate().or(this::login).or(this::rule).or(this::file);
  }

  private Optional<String> certificate() {
    String broker = "the certificate of the broker at " + kafka.bootstrapServers();
    if (find(CertificateExpiredException.class) != null) {
      return Optional.of(broker + " has expired: whoever runs it has to renew it");
    }
    if (find(CertificateNotYetValidException.class) != null) {
      return Optional.of(broker + " is not valid yet: compare the clocks of both machines");
    }
    if (find(CertPathBuilderException.class) != null) {
      return Optional.of(
          broker
              + " is signed by nobody we trust: ssl.truststore.location in kafka.properties must hold"
              + " the certificate of its authority");
    }
    CertificateException other = find(CertificateException.class);
    if (other != null && String.valueOf(other.getMessage()).startsWith("No ")) {
      return Optional.of(
          broker
              + " is for another host: write a name that it has in kafka.bootstrapServers, and in the"
              + " broker's advertised.listeners");
    }
    return Optional.empty();
  }

  private Optional<String> login() {
    if (find(UnsupportedSaslMechanismException.class) != null) {
      return Optional.of(
          "the broker at %s does not offer this sasl.mechanism, correct it in kafka.properties: %s"
              .formatted(kafka.bootstrapServers(), said(UnsupportedSaslMechanismException.class)));
    }
    if (find(SaslAuthenticationException.class) != null) {
      return Optional.of(
          "the broker at %s does not let us in, correct user and password, or the token, of sasl.jaas.config in kafka.properties: %s"
              .formatted(kafka.bootstrapServers(), said(SaslAuthenticationException.class)));
    }
    return Optional.empty();
  }

  private Optional<String> rule() {
    TopicAuthorizationException topic = find(TopicAuthorizationException.class);
    if (topic != null) {
      return topic(topic).map(this::missing);
    }
    GroupAuthorizationException group = find(GroupAuthorizationException.class);
    if (group != null) {
      return Optional.of(missing(AclOperation.READ, "group " + group.groupId()));
    }
    if (find(TransactionalIdAuthorizationException.class) != null) {
      String id = phase.substring(phase.lastIndexOf(' ') + 1);
      return Optional.of(missing(AclOperation.WRITE, "transactional id " + id));
    }
    return find(ClusterAuthorizationException.class) == null
        ? Optional.empty()
        : Optional.of(missing("the cluster"));
  }

  /** The topic is told by Kafka, or else by what was being done, or by neither. */
  private Optional<String> topic(TopicAuthorizationException refused) {
    Set<String> topics = refused.unauthorizedTopics();
    if (!topics.isEmpty()) {
      return Optional.of("topic " + String.join(", ", topics));
    }
    int named = phase.lastIndexOf("topic ");
    return named < 0 ? Optional.empty() : Optional.of(phase.substring(named));
  }

  private String missing(String resource) {
    return missing(
        OPERATIONS.entrySet().stream()
            .filter(operation -> phase.startsWith(operation.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(AclOperation.READ),
        resource);
  }

  /** What is said of a rule that is not there. */
  static String missing(AclOperation operation, String resource) {
    return "no access rule gives us %s on %s: add it with kafka-acls.sh, operations.md lists all that are needed"
        .formatted(name(operation), resource);
  }

  private static String name(AclOperation operation) {
    return switch (operation) {
      case DESCRIBE_CONFIGS -> "DescribeConfigs";
      case ALTER_CONFIGS -> "AlterConfigs";
      default ->
          operation.name().charAt(0) + operation.name().substring(1).toLowerCase(Locale.ROOT);
    };
  }

  private Optional<String> file() {
    NoSuchFileException missing = find(NoSuchFileException.class);
    if (missing != null) {
      return Optional.of(
          "there is no such file as %s names".formatted(propertyOf(missing.getFile())));
    }
    return find(UnrecoverableKeyException.class) == null
        ? Optional.empty()
        : Optional.of(
            "a store of keys or certificates does not open with its password: correct"
                + " ssl.truststore.password or ssl.keystore.password in kafka.properties");
  }

  private String propertyOf(@Nullable String file) {
    return kafka.properties().entrySet().stream()
        .filter(property -> property.getValue().equals(file))
        .map(property -> property.getKey() + " in kafka.properties")
        .findFirst()
        .orElse("a setting in kafka.properties");
  }

  private String said(Class<? extends Throwable> type) {
    Throwable found = find(type);
    String message = found == null ? "" : String.valueOf(found.getMessage());
    return kafka.secrets().mask(message);
  }

  private <T extends Throwable> @Nullable T find(Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
