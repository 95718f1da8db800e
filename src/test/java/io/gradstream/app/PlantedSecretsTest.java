package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets wherever one can write them, as they should be and in places where they are refused: no
 * command says any of it. A default stands for what the environment holds, for it is hidden in the
 * same way.
 */
class PlantedSecretsTest {
  private static final String SECRET = "Pl4nted";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required ";

  @TempDir private Path directory;

  /** A section of the configuration with a secret, each refused or not. */
  static Stream<String> sections() {
    return Stream.of(
        // what Kafka's clients take
        properties("ssl.key.password: Pl4nted-01"),
        properties("ssl.truststore.password: '${X:Pl4nted-02}'"),
        properties("client.rack: Pl4nted-03"),
        properties("sasl.jaas.config: '" + SCRAM + "username=\"u\" password=\"Pl4nted-04\";'"),
        properties("sasl.jaas.config: '" + SCRAM + "username=\"Pl4nted-05\" password=\"x\";'"),
        // and what they do not
        properties("sasl.jaas.config: '" + SCRAM + "username=\"u\" Pl4nted-06;'"),
        properties("sasl.jaas.config: '" + SCRAM + "username=\"u\" password=\"Pl4nted-07\"'"),
        properties("sasl.jaas.config: '" + SCRAM + "username=\"u\" password=\"Pl4nted-08;'"),
        properties("sasl.jaas.config: 'Pl4nted-09 Pl4nted-10'"),
        properties("sasl.jaas.config: '${X:Pl4nted-11 required;}'"),
        properties("group.id: Pl4nted-12"),
        properties("transactional.id: '${X:Pl4nted-13}'"),
        properties("linger.ms: Pl4nted-14"),
        properties("security.protocol: '${X:Pl4nted-15}'"),
        properties("sasl.login.class: Pl4nted-16"),
        properties("ssl.key.password: [Pl4nted-17]"),
        properties("ssl.key.password: '${Pl4nted-18'"),
        "kafka: {bootstrapServers: \"localhost:1\", properties: Pl4nted-19}",
        "kafka: {bootstrapServers: \"localhost:1\", properties: 'password=Pl4nted-20'}",
        // addresses
        "kafka: {bootstrapServers: \"user:Pl4nted-21@localhost:1\"}",
        "kafka: {bootstrapServers: \"localhost:1,Pl4nted-22@localhost:2\"}",
        "kafka: {bootstrapServers: \"SASL_SSL://user:Pl4nted-23@localhost:1\"}",
        "kafka: {bootstrapServers: [\"user:Pl4nted-24@localhost:1\"]}",
        "kafka: \"user:Pl4nted-25@localhost:1\"",
        registry("http://user:Pl4nted-26@localhost:1"),
        registry("http://user:Pl4nted-27@localhost:123456"),
        registry("http://user:Pl4nted 28@localhost:1"),
        registry("http://user:Pl4nted/29@localhost:1"),
        registry("http://user:Pl4nted#30@localhost:1"),
        registry("http://user:Pl4nted?31@localhost:1"),
        registry("http:/user:Pl4nted-32@localhost:1"),
        registry("http//user:Pl4nted-33@localhost:1"),
        registry("HTTP://user:Pl4nted-34@localhost:1"),
        registry("http://localhost:1/user:Pl4nted-35@"),
        registry("http://localhost:1?user=Pl4nted-36"),
        registry("user:Pl4nted-37@localhost:1"),
        registry("http://user:Pl4nted%zz38@localhost:1"),
        "input: {topic: in, format: avro, avro: \"http://user:Pl4nted-39@localhost:1\"}",
        "input: {topic: in, format: avro, avro: {schema: '${X:Pl4nted-40.avsc}'}}",
        // from the environment, of the wrong type or impossible
        "seed: '${X:Pl4nted-41}'",
        "seed: 'Number ${X:Pl4nted-42}'",
        "name: '${X:Pl4nted/43}'",
        "batch: {mode: '${X:Pl4nted-44}'}",
        "batch: {mode: mini-batch, size: 32, maxWait: '${X:Pl4nted-45}'}",
        "optimizer: '${X:Pl4nted-46}'",
        "optimizer: {type: sgd, learningRate: '${X:Pl4nted-47}'}",
        "publish: {topic: '${X:Pl4nted/48}'}",
        "model: {initial: '${X:Pl4nted-49.safetensors}', layers: [{type: linear, out: 1}]}",
        "clip: ['${X:Pl4nted-50}']",
        "http: {port: '${X:Pl4nted-51}'}",
        "http: {address: '${X:Pl4nted@52}'}",
        "http: {token: 'Pl4nted 53'}",
        "http: {token: '${X:Pl4nted-54}'}",
        "http: {port: 99999, token: Pl4nted-55}",
        "http: {tls: {certificate: '${X:Pl4nted-56}'}}");
  }

  @ParameterizedTest
  @MethodSource("sections")
  void secret_isToldByNoCommand(String section) throws IOException {
    Path config = config(section);

    List<String> told = new ArrayList<>(told("check", config));
    told.addAll(told("replay", config, "--input", "config/data/diabetes.jsonl.gz"));
    told.addAll(told("check", config, "--verbose", "--against", config.toString()));

    assertThat(told).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  /** A refused number is told in a form of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer: {type: sgd, learningRate: '${X:-73912.5}'}",
        "optimizer: {type: sgd, learningRate: '${X:-73912.50e0}'}",
        "batch: {mode: mini-batch, size: '${X:-73912}'}",
        "http: {port: '${X:73912}'}",
        "http: {readyWithin: '${X:739ms}'}"
      })
  void refusedFigure_isToldAsItsVariable(String section) throws IOException {
    CommandRun run = CommandRun.inThisJvm("check", "--config", config(section).toString());

    // The file's own name may have any digits.
    assertThat(run.err())
        .singleElement()
        .extracting(line -> line.replace(directory.toString(), ""))
        .asString()
        .contains("${X}")
        .doesNotContain("739");
    assertThat(run.code()).isEqualTo(2);
  }

  /** Else nobody would know what is wrong. */
  @ParameterizedTest
  @ValueSource(strings = {"batch: {mode: mini-batch, size: big}", "seed: \"forty-two\""})
  void valueOfTheFile_isShown(String section) throws IOException {
    CommandRun run = CommandRun.inThisJvm("check", "--config", config(section).toString());

    assertThat(run.err()).singleElement().asString().matches(".*: \"(big|forty-two)\"");
  }

  private static List<String> told(String command, Path config, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--config", config.toString()));
    arguments.addAll(List.of(more));
    CommandRun run = CommandRun.inThisJvm(arguments.toArray(String[]::new));
    List<String> told = new ArrayList<>(run.out());
    told.addAll(run.err());
    return told;
  }

  private static String properties(String property) {
    return "kafka: {bootstrapServers: \"localhost:1\", properties: {%s}}".formatted(property);
  }

  private static String registry(String address) {
    return "input: {topic: in, format: avro, avro: {registry: \"%s\"}}".formatted(address);
  }

  private Path config(String section) throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String each :
        List.of(
            "kafka: {bootstrapServers: \"localhost:1\"}",
            "input: {topic: in}",
            "sample: {features: [{field: age, type: numeric}], label: {field: progression, type: numeric}}",
            "model: {layers: [{type: linear, out: 1}]}",
            "loss: {type: mse}",
            "optimizer: {type: sgd, learningRate: 0.01}",
            section)) {
      sections.put(each.substring(0, each.indexOf(':')), each);
    }
    return Files.write(directory.resolve("c.yaml"), sections.values());
  }
}
