package io.gradstream.kafka.client;

import io.gradstream.settings.Secrets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * What of the clients' properties must not be shown: every value, but for numbers and switches and
 * the words by which Kafka's documentation calls its protocols and formats. Of a JAAS entry each
 * word of its own is one, for Kafka complains of single words.
 *
 * @param properties the clients' properties as they are configured
 */
record ConfidentialProperties(Map<String, String> properties) {
  private static final Set<String> KAFKAS_WORDS =
      Set.of(
          "PLAINTEXT",
          "SASL_PLAINTEXT",
          "SASL_SSL",
          "PLAIN",
          "GSSAPI",
          "OAUTHBEARER",
          "SCRAM-SHA-256",
          "SCRAM-SHA-512",
          "PKCS12",
          "TLSv1.2",
          "TLSv1.3",
          "TLSv1.2,TLSv1.3",
          "https",
          "snappy",
          "gzip",
          "zstd",
          "none",
          "use_all_dns_ips");
  private static final Set<ConfigDef.Type> FIGURES =
      Set.of(
          ConfigDef.Type.BOOLEAN,
          ConfigDef.Type.INT,
          ConfigDef.Type.SHORT,
          ConfigDef.Type.LONG,
          ConfigDef.Type.DOUBLE);
  private static final Set<String> JAAS_WORDS =
      Set.of("required", "requisite", "sufficient", "optional", "true", "false");
  private static final Pattern JAAS_WORD =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"?|'([^']*)'?|([^\\s;\"'=]+)(\\s*=)?");
  private static final Pattern OF_A_USER = Pattern.compile("(?i)username\\s*=\\s*\"?$");
  private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]+");
  private static final String KAFKAS_CLASS = "org.apache.kafka.";

  /** The values that must not be shown. */
  Secrets secrets() {
    Secrets secrets = Secrets.none();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      String value = property.getValue();
      if (property.getKey().endsWith(SaslConfigs.SASL_JAAS_CONFIG)) {
        secrets = secrets.and(value).and(words(value));
      } else if (!isPublic(property.getKey(), value)) {
        secrets = secrets.and(value);
      }
    }
    return secrets;
  }

  private static boolean isPublic(String key, String value) {
    return KAFKAS_WORDS.contains(value)
        || value.startsWith(KAFKAS_CLASS)
        || isFigure(key, AdminClientConfig.configDef())
        || isFigure(key, ConsumerConfig.configDef())
        || isFigure(key, ProducerConfig.configDef());
  }

  /** What is checked to be a number or a switch, and passes, is one. */
  private static boolean isFigure(String key, ConfigDef known) {
    ConfigDef.ConfigKey property = known.configKeys().get(key);
    return property != null && FIGURES.contains(property.type);
  }

  private static Secrets words(String jaas) {
    Secrets secrets = Secrets.none();
    Matcher word = JAAS_WORD.matcher(jaas);
    while (word.find()) {
      boolean isKey = word.group(4) != null;
      if (word.group(3) == null) {
        secrets = isPlainUser(jaas, word) ? secrets : secrets.and(quoted(word)).and(parts(word));
      } else if (!isKey && !isOrdinary(jaas, word)) {
        secrets = secrets.and(word.group(3));
      }
    }
    return secrets;
  }

  private static String quoted(Matcher word) {
    return word.group(1) != null ? word.group(1) : String.valueOf(word.group(2));
  }

  /** Where a quote is missing, what seems quoted is not. */
  private static Secrets parts(Matcher word) {
    Secrets parts = Secrets.none();
    for (String part : quoted(word).split("[\\s;\"'=\\\\]+")) {
      parts = isWordOfJaas(part) ? parts : parts.and(part);
    }
    return parts;
  }

  private static boolean isOrdinary(String jaas, Matcher word) {
    return isWordOfJaas(word.group(3)) || isPlainUser(jaas, word);
  }

  private static boolean isWordOfJaas(String word) {
    return JAAS_WORDS.contains(word)
        || word.startsWith(KAFKAS_CLASS)
        || word.matches("username|password");
  }

  /** A user called {@code learner} is no secret, and would be missing from half of what we say. */
  private static boolean isPlainUser(String jaas, Matcher word) {
    String value = word.group(3) != null ? word.group(3) : quoted(word);
    return PLAIN_WORD.matcher(value).matches()
        && OF_A_USER.matcher(jaas.substring(0, word.start())).find();
  }
}
