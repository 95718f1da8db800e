package io.gradstream.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.kafka.KafkaInContainer;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The learner's image, run as the manifests run it: read-only, as nobody, beside a Kafka. */
class LearnerImage {
  private static final List<String> FLIGHTS = Samples.flights(3);
  private static final long MOST_BYTES = 250_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int STOPPED_WITHIN_SECONDS = 15;

  private static KafkaInContainer kafka;

  @TempDir private Path directory;

  @BeforeAll
  static void startKafka() {
    kafka = KafkaInContainer.start();
  }

  @AfterAll
  static void closeKafka() {
    kafka.close();
  }

  @Test
  void container_asDeployed_isHealthyAndLearnsAtOnce() throws Exception {
    Trial trial = trial();
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        GenericContainer<?> learner = learner(trial).waitingFor(Wait.forHealthcheck())) {
      learner.start();

      ModelVersion first = seen.with(1).blockOptional(PATIENCE).orElseThrow();

      Instant started = Instant.parse(inspect(learner).getState().getStartedAt());
      Duration took = Duration.between(started, first.timestamp());
      System.out.printf("the learner's container learned within %d ms%n", took.toMillis());
      // 4 s on two cores that have nothing else to do.
      assertThat(took).isLessThan(Duration.ofSeconds(15));
      assertThat(learner.execInContainer("id", "-u").getStdout()).isEqualTo("10001\n");
      assertThat(learner.execInContainer("touch", "/opt/gradstream/x").getStderr())
          .contains("Read-only file system");
      assertThat(docker(learner).inspectImageCmd(image()).exec().getSize()).isLessThan(MOST_BYTES);
    }
  }

  @Test
  void container_stopped_leavesWhatItLearnedCommitted() throws IOException {
    Trial trial = trial();
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        GenericContainer<?> learner = learner(trial)) {
      learner.start();
      assertThat(seen.with(3_000).blockOptional(PATIENCE)).isPresent();

      docker(learner)
          .stopContainerCmd(learner.getContainerId())
          .withTimeout(STOPPED_WITHIN_SECONDS)
          .exec();

      List<String> out = learner.getLogs(OutputType.STDOUT).lines().toList();
      long learned = new CommandRun(0, out, List.of()).count("samples");
      List<ModelVersion> versions = seen.upTo(learned);
      ModelVersion newest = versions.get(versions.size() - 1);
      assertThat(inspect(learner).getState().getExitCodeLong()).isZero();
      assertThat(newest.samples()).isEqualTo(learned);
      assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
          .isEqualTo(newest.offsets().byTopic());
    }
  }

  @Test
  void container_killedAndStartedAgain_endsAsIfUndisturbed() throws IOException {
    Trial trial = trial();
    trial.send(FLIGHTS);
    try (Versions seen = Versions.of(trial.settings());
        GenericContainer<?> learner = learner(trial)) {
      learner.start();
      assertThat(seen.with(3_000).blockOptional(PATIENCE)).isPresent();

      docker(learner).killContainerCmd(learner.getContainerId()).exec();
      docker(learner).startContainerCmd(learner.getContainerId()).exec();

      List<ModelVersion> versions = seen.upTo(FLIGHTS.size());
      Gapless.require(versions);
      assertThat(Learned.of(versions.get(versions.size() - 1))).isEqualTo(undisturbed(trial));
    }
  }

  /** What the image makes of the same samples in one go: its Java may round unlike this one. */
  private Learned undisturbed(Trial trial) throws IOException {
    Files.write(directory.resolve("samples.jsonl"), FLIGHTS);
    try (GenericContainer<?> replay =
        container()
            .withCommand(
                "replay",
                "--config",
                "/etc/gradstream/" + trial.config().getFileName(),
                "--input",
                "/etc/gradstream/samples.jsonl",
                "--export",
                "/etc/gradstream/model.safetensors")
            .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))) {
      replay.start();
      return Learned.of(
          new SafetensorsVersionCodec()
              .decode(Files.readAllBytes(directory.resolve("model.safetensors"))));
    }
  }

  private Trial trial() throws IOException {
    // Whoever the container runs as is to read and write here.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    String servers =
        "kafka: {bootstrapServers: \"${BOOTSTRAP_SERVERS:%s}\"}"
            .formatted(kafka.settings().bootstrapServers());
    return Trial.of(
        kafka.settings(),
        directory,
        "flights",
        servers,
        "http: {address: 0.0.0.0}",
        "publish: {format: safetensors}");
  }

  private GenericContainer<?> learner(Trial trial) {
    return container()
        .withCommand("train", "--config", "/etc/gradstream/" + trial.config().getFileName());
  }

  @SuppressWarnings("resource") // closed by the tests
  private GenericContainer<?> container() {
    return new GenericContainer<>(DockerImageName.parse(image()))
        .withImagePullPolicy(wanted -> !wanted.getVersionPart().equals("local"))
        .withNetwork(kafka.network())
        .withEnv("BOOTSTRAP_SERVERS", kafka.bootstrapServersInside())
        .withFileSystemBind(directory.toString(), "/etc/gradstream", BindMode.READ_WRITE)
        .withCreateContainerCmdModifier(
            command -> requireNonNull(command.getHostConfig()).withReadonlyRootfs(true));
  }

  private static String image() {
    return requireNonNull(System.getProperty("learner.image"));
  }

  private static DockerClient docker(GenericContainer<?> container) {
    return container.getDockerClient();
  }

  private static InspectContainerResponse inspect(GenericContainer<?> container) {
    return docker(container).inspectContainerCmd(container.getContainerId()).exec();
  }
}
