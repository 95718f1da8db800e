package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hidden of a configuration that was read, and what is not, or logs would say nothing. */
class SettingsFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SERVERS", "broker-1:9093,broker-2:9093",
          "USER", "learner",
          "PASSWORD", "ordinaryword",
          "SIZE", "4711",
          "NAME", "late-flights",
          "MODEL", "secret-place.safetensors",
          "REGISTRY", "https://me:pa55%20word@registry.example");

  @TempDir private Path directory;

  @Test
  void secrets_areWhatWasToldInConfidence() throws IOException {
    assertThat(masked("invalid word ordinaryword")).isEqualTo("invalid word ***");
    assertThat(masked("no file secret-place.safetensors")).isEqualTo("no file ${MODEL}");
    assertThat(masked("key-pa55w0rd does not open it")).isEqualTo("*** does not open it");
    assertThat(masked("at https://me:pa55%20word@registry.example")).isEqualTo("at ${REGISTRY}");
    assertThat(masked("at https://me:pa55%20word@registry")).isEqualTo("at https://***@registry");
    assertThat(masked("says pa55 word")).doesNotContain("pa55");
  }

  @Test
  void secrets_areNotWhatEverybodySees() throws IOException {
    for (String line :
        List.of(
            "another learner of the same name has taken over",
            "no Kafka broker answers at broker-1:9093,broker-2:9093",
            "4711 samples of late-flights, 20000 ms, SASL_SSL",
            "12:00:01.123 WARN  Training: standing by")) {
      assertThat(masked(line)).isEqualTo(line);
    }
  }

  @Test
  void servers_thatAreNone_areHidden() throws IOException {
    assertThat(read(Map.of("SERVERS", "not-a-server")).secrets().mask("at not-a-server"))
        .isEqualTo("at ${SERVERS}");
  }

  /** Records are printed with all they have, unless they say otherwise. */
  @Test
  void settings_asText_holdNoSecret() throws IOException {
    assertThat(read(ENVIRONMENT).settings().toString())
        .doesNotContain("ordinaryword", "pa55", "key-pa55w0rd");
  }

  private String masked(String line) throws IOException {
    return read(ENVIRONMENT).secrets().mask(line);
  }

  private SettingsFile read(Map<String, String> environment) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("f.yaml"),
            """
            name: ${NAME:other-name}
            kafka:
              bootstrapServers: ${SERVERS}
              properties:
                security.protocol: SASL_SSL
                session.timeout.ms: 20000
                ssl.key.password: key-pa55w0rd
                sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule required username="${USER:user}" password="${PASSWORD:x}";
            input: {topic: in, avro: {registry: "${REGISTRY:http://localhost}"}, format: avro}
            sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}
            model: {initial: "${MODEL:none}", layers: [{type: linear, out: 1}]}
            loss: mse
            optimizer: {type: sgd, learningRate: 0.1}
            batch: {mode: mini-batch, size: "${SIZE:32}"}
            """);
    return SettingsFile.read(file, environment);
  }
}
