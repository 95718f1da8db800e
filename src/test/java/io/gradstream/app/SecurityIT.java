package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.SecureBroker;
import io.gradstream.kafka.SecureBroker.Certificate;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.follow.FiguresHistory;
import io.gradstream.version.VersionFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning through a broker that wants TLS, a password or a token, and rules. */
@Timeout(180)
class SecurityIT {
  private static final String SAMPLES = "config/data/diabetes.jsonl.gz";
  private static final String PASSWORD = "Pa55-of-";

  @TempDir private static Path directory;
  private static SecureBroker broker;

  /** A model of every test's own, over a topic of the same name. */
  private final String model = "secure-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    broker =
        SecureBroker.start(
            directory.resolve("broker"),
            Map.of(
                "learner", PASSWORD + "learner",
                "producer", PASSWORD + "producer",
                "consumer", PASSWORD + "consumer",
                "analyst", PASSWORD + "analyst",
                "operator", PASSWORD + "operator"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void rulesOfThePage_areAllThatEachNeeds() throws Exception {
    broker.allow(PageRules.of(model));
    createInput();

    CommandRun produced = run("produce", as("producer"), "--input", SAMPLES);
    CommandRun trained = run("train", as("learner"), "--until-end");
    CommandRun exported = run("export", as("consumer"), "--to", file("model").toString());
    CommandRun commanded = run("control", as("operator"), "publish");
    CommandRun predicted = run("predict", as("consumer"), "--input", SAMPLES);

    assertThat(produced.requireDone().count("sent")).isEqualTo(442);
    assertThat(trained.requireDone().count("samples")).isEqualTo(442);
    assertThat(trained.err()).isEmpty();
    assertThat(exported.requireDone().count("version")).isEqualTo(trained.count("version"));
    assertThat(predicted.requireDone().out()).hasSize(442);
    assertThat(commanded.requireDone().out()).hasSize(1);
    assertThat(figuresReadBy("analyst"))
        .extracting(VersionFigures::version)
        .endsWith(trained.count("version"));
    assertThatThrownBy(() -> figuresReadBy("producer")).isInstanceOf(KafkaFailure.class);
  }

  private List<VersionFigures> figuresReadBy(String user) throws IOException {
    KafkaSettings kafka = trial(broker.listener(Certificate.VALID), as(user)).settings().kafka();
    return new FiguresHistory(kafka, model + ".metrics", model).read();
  }

  @Test
  void token_takesThePlaceOfAPassword() throws Exception {
    broker.allow(PageRules.of(model));
    createInput();
    run("produce", broker.token("producer"), "--input", SAMPLES).requireDone();

    CommandRun trained = run("train", broker.token("learner"), "--until-end");

    assertThat(trained.requireDone().count("samples")).isEqualTo(442);
  }

  @Test
  void standby_needsTheRulesOfALearner() throws Exception {
    broker.allow(PageRules.of(model));
    createTopics();
    Trial trial = trial(broker.listener(Certificate.VALID), as("learner"));
    run("produce", as("producer"), "--input", SAMPLES).requireDone();
    try (OwnJvm first = OwnJvm.start(trial.command("train"));
        Versions seen = Versions.of(ownTrial().settings())) {
      first.await(seen.with(442));
      try (OwnJvm second = OwnJvm.start(trial.command("train", "--until-end"))) {
        second.await(second.says("standing by"));
        first.terminate().requireDone();

        assertThat(second.awaitEnd().requireDone().count("version")).isPositive();
      }
    }
  }

  /** But for the one that no command needs. */
  static Stream<Arguments> rules() throws IOException {
    return PageRules.of("MODEL").stream()
        .filter(rule -> !rule.entry().principal().equals("User:analyst"))
        .map(rule -> Arguments.of(rule.entry().principal().replace("User:", ""), rule));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_thatIsMissing_isNamed(String user, AclBinding missing) throws Exception {
    List<AclBinding> rules = new ArrayList<>(PageRules.of(model));
    rules.removeIf(rule -> rule.toString().replace(model, "MODEL").equals(missing.toString()));
    assertThat(rules).hasSize(PageRules.of(model).size() - 1);
    broker.allow(rules);
    createInput();

    CommandRun run =
        switch (user) {
          case "learner" -> run("train", as(user), "--until-end");
          case "producer" -> run("produce", as(user), "--input", SAMPLES);
          case "operator" -> run("control", as(user), "publish");
          default -> run("export", as(user), "--to", file("none").toString());
        };

    String operation = missing.entry().operation().name().replace("_", "");
    assertThat(run.err())
        .singleElement()
        .asString()
        .containsIgnoringCase("no access rule gives us %s on ".formatted(operation))
        .contains(missing.pattern().name().replace("MODEL", model));
    assertThat(run.code()).isEqualTo(1);
  }

  static Stream<Arguments> refusals() {
    String servers = broker.listener(Certificate.VALID);
    return Stream.of(
        refusal(
            servers, broker.scram("learner", "N0t-this-1"), "correct user and password, or the"),
        refusal(servers, as("learner", "sasl.mechanism", "SCRAM-SHA-256"), "does not offer"),
        refusal(
            servers,
            as("learner", "ssl.truststore.location", broker.stranger().toString()),
            "is signed by nobody we trust: ssl.truststore.location"),
        refusal(
            servers,
            as("learner", "ssl.truststore.location", "/no/such.pem"),
            "there is no such file as ssl.truststore.location in kafka.properties names"),
        refusal(broker.listener(Certificate.EXPIRED), as("learner"), "has expired"),
        refusal(broker.listener(Certificate.OF_ANOTHER_HOST), as("learner"), "is for another host"),
        refusal(servers, Map.of(), servers + " is a port for TLS, and we speak without"),
        refusal(
            servers,
            as("learner", "security.protocol", "SASL_PLAINTEXT"),
            servers + " is a port for TLS, and we speak without"),
        refusal(servers, broker.tls(), "if it wants a login, set security.protocol"),
        refusal(
            broker.ownListener(),
            as("learner"),
            broker.ownListener() + " is a port without TLS, and we speak TLS"),
        refusal(servers, broker.token("stranger"), "no access rule gives us Describe on topic"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void broker_thatDoesNotComeTogetherWithUs_isTheReason(
      String servers, Map<String, String> properties, String reason) throws Exception {
    broker.allow(PageRules.of(model));
    Trial trial = trial(servers, properties);

    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end"));

    assertThat(run.err()).singleElement().asString().contains(reason);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void portForTls_spokenToWithout_isToldAtOnce() throws Exception {
    Trial trial = trial(broker.listener(Certificate.VALID), Map.of());
    long begin = System.nanoTime();

    CommandRun run = CommandRun.inThisJvm(trial.command("watch"));

    assertThat(run.err()).singleElement().asString().contains("is a port for TLS");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  /** With the program's own logging. */
  @ParameterizedTest
  @ValueSource(strings = {"train", "predict"})
  void refusal_isOneLineOfTheProgramToo(String command) throws Exception {
    Map<String, String> refused =
        command.equals("train")
            ? broker.scram("learner", "N0t-this-1")
            : as("learner", "ssl.truststore.location", broker.stranger().toString());
    Trial trial = trial(broker.listener(Certificate.VALID), refused);
    try (OwnJvm learner = OwnJvm.start(trial.command(command))) {
      CommandRun run = learner.awaitEnd();

      assertThat(run.err()).filteredOn(line -> !line.contains("incubator")).hasSize(1);
      assertThat(run.code()).isEqualTo(1);
    }
  }

  /** Everything a learner says, serves and writes, while it does what it should. */
  @Test
  void secrets_ofALearnerThatLearns_areNowhere() throws Exception {
    broker.allow(PageRules.of(model));
    createTopics();
    run("produce", as("producer"), "--input", SAMPLES).requireDone();
    Map<String, String> environment = new HashMap<>();
    environment.put("PASSWORD", PASSWORD + "learner");
    environment.put("HTTP_TOKEN", "T0ken-of-metrics");
    environment.put("RACK", "R4ck-in-the-cellar");
    Trial trial =
        trial(
            broker.listener(Certificate.VALID),
            as(
                "learner",
                "sasl.jaas.config",
                SecureBroker.login("learner", "${PASSWORD:x}"),
                "client.rack",
                "${RACK:x}",
                "ssl.key.password",
                "K3y-without-a-store"),
            "http: {port: 0, token: \"${HTTP_TOKEN:x}\"}");
    List<String> told = new ArrayList<>();
    try (OwnJvm learner = OwnJvm.start(environment, trial.command("train", "--verbose"))) {
      StatusPages pages = StatusPages.of(learner);
      try (Versions seen = Versions.of(ownTrial().settings())) {
        learner.await(seen.with(442));
      }
      assertThat(pages.get("/metrics").statusCode()).isEqualTo(401);
      told.add(pages.get("/metrics", "T0ken-of-metrics").body());
      told.add(pages.get("/readyz").body());
      CommandRun run = learner.terminate().requireDone();
      told.addAll(run.err());
      told.addAll(run.out());
    }
    for (String topic : trial.settings().topics().written()) {
      ownTrial()
          .committed()
          .records(topic)
          .forEach(
              record ->
                  told.add(
                      record.toString() + new String(record.value(), StandardCharsets.ISO_8859_1)));
    }

    assertThat(told).anyMatch(text -> text.contains("gradstream_version"));
    assertThat(told)
        .noneMatch(
            text ->
                text.contains(PASSWORD)
                    || text.contains("T0ken-of")
                    || text.contains("R4ck-in")
                    || text.contains("K3y-without"));
  }

  /** All topics, for who follows what is not published yet. */
  private void createTopics() throws Exception {
    try (TopicsAdmin admin = new TopicsAdmin(broker.own())) {
      admin.createMissing(ownTrial().settings().topics(), 1);
    }
  }

  private void createInput() throws Exception {
    try (TopicsAdmin admin = new TopicsAdmin(broker.own())) {
      admin.createInput(model, 1);
    }
  }

  private CommandRun run(String command, Map<String, String> properties, String... options)
      throws IOException {
    Trial trial = trial(broker.listener(Certificate.VALID), properties);
    return CommandRun.inThisJvm(trial.command(command, options));
  }

  private Trial ownTrial() throws IOException {
    return trial(broker.ownListener(), Map.of());
  }

  private Trial trial(String servers, Map<String, String> properties, String... sections)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.add("name: " + model);
    all.add("input: {topic: %s}".formatted(model));
    all.add(
        properties.entrySet().stream()
            .map(property -> "%s: '%s'".formatted(property.getKey(), property.getValue()))
            .collect(
                Collectors.joining(
                    ", ", "kafka: {bootstrapServers: \"" + servers + "\", properties: {", "}}")));
    all.addAll(List.of(sections));
    return Trial.of(broker.own(), directory, "diabetes", all.toArray(String[]::new));
  }

  private static Path file(String name) throws IOException {
    return Files.createTempDirectory(directory, "out").resolve(name);
  }

  /** The properties of a user, with others in the place of some. */
  private static Map<String, String> as(String user, String... changes) {
    Map<String, String> properties = broker.scram(user, PASSWORD + user);
    for (int i = 0; i < changes.length; i += 2) {
      properties.put(changes[i], changes[i + 1]);
    }
    return properties;
  }

  private static Arguments refusal(String servers, Map<String, String> properties, String reason) {
    return Arguments.of(servers, properties, reason);
  }
}
