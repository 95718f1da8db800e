package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.restore.KeptVersions;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions that are kept beyond the newest: found again whole, and no more of them than is said.
 */
@ExtendWith(SharedBroker.class)
class HistoryIT {
  private static final List<String> FLIGHTS = Samples.flights().subList(0, 5000);

  @TempDir private Path directory;
  private Trial trial;

  @BeforeEach
  void learn() throws IOException {
    trial =
        Trial.of(
            directory,
            "flights",
            "publish: {everySteps: 700}",
            "history: {everySamples: 1000, keep: 3}");
    trial.send(FLIGHTS.subList(0, 2500));
    trial.trainUntilEnd();
    trial.send(FLIGHTS.subList(2500, 5000));
    trial.trainUntilEnd();
  }

  @Test
  void history_ofALearnerThatWasStartedAgain_hasTheNewestOfItsPoints() {
    assertThat(CommandRun.inThisJvm(trial.command("history")).requireDone().out())
        .extracting(line -> line.replaceFirst(".*  (\\S+) samples.*", "$1"))
        .containsExactly("3,000", "4,000", "5,000");
  }

  @Test
  void history_whenCompacted_hasThreeVersionsWithTheirStates() {
    String topic = trial.settings().topics().history().orElseThrow();

    assertThat(trial.committed().compacted(topic).stream().filter(each -> each.value() != null))
        .hasSize(6);
  }

  @Test
  void find_ofAKeptVersion_hasWhatALearnerOfItsSamplesHas() throws IOException {
    ModelVersion oldest = kept().get(0);

    Snapshot found =
        new KeptVersions(
                trial.settings().kafka(),
                trial.settings().topics().history().orElseThrow(),
                trial.settings().modelName())
            .find(oldest.version())
            .orElseThrow();

    assertThat(found.checkpoint().version()).isEqualTo(oldest.version());
    assertThat(Learned.of(found.version())).isEqualTo(trial.replay(FLIGHTS.subList(0, 3000)));
  }

  @Test
  void export_ofAVersionThatCompactionHasTaken_findsItInHistory() throws IOException {
    ModelVersion oldest = kept().get(0);
    trial.rewrite(trial.settings().topics().parameters(), newestOnly());
    Path model = directory.resolve("old.safetensors");

    CommandRun.inThisJvm(
            trial.command("export", "--version", "" + oldest.version(), "--to", model.toString()))
        .requireDone();

    assertThat(new SafetensorsVersionCodec().decode(Files.readAllBytes(model)).fingerprint())
        .isEqualTo(oldest.fingerprint());
  }

  @Test
  void export_withState_hasTheOptimizersOfThatVersion() throws IOException {
    ModelVersion oldest = kept().get(0);
    Path old = directory.resolve("old.safetensors");
    Path newest = directory.resolve("newest.safetensors");

    export(old, "--version", "" + oldest.version());
    export(newest);

    assertThat(steps(old)).isEqualTo(oldest.step());
    assertThat(steps(newest)).isEqualTo(trial.exportedVersion().step());
    assertThat(new SafetensorsVersionCodec().decode(Files.readAllBytes(old)).fingerprint())
        .isEqualTo(oldest.fingerprint());
    assertThat(
            CommandRun.inThisJvm(
                    trial.command(
                        "export", "--with-state", "--version", "1", "--to", old.toString()))
                .err())
        .anyMatch(line -> line.contains("version 1 of model"))
        .anyMatch(line -> line.contains("has no state any more or not yet"));
  }

  private void export(Path to, String... more) {
    List<String> options = new ArrayList<>(List.of("--with-state", "--to", to.toString()));
    options.addAll(List.of(more));
    CommandRun.inThisJvm(trial.command("export", options.toArray(String[]::new))).requireDone();
  }

  private static long steps(Path file) throws IOException {
    SafetensorsFile saved = new SafetensorsCodec().decode(Files.readAllBytes(file));
    return Long.parseLong(saved.metadata().getOrDefault("optimizer.step", "-1"));
  }

  @Test
  void watch_fromAVersion_printsThoseThatAreKeptFromThere() {
    List<ModelVersion> kept = kept();

    try (OwnJvm watch =
        OwnJvm.start(trial.command("watch", "--from", "" + kept.get(1).version()))) {
      watch.await(watch.prints("version " + kept.get(2).version() + " "));

      assertThat(watch.kill().out())
          .first()
          .asString()
          .startsWith("version " + kept.get(1).version());
    }
  }

  @Test
  void history_withoutItsSection_saysWhatToSet() throws IOException {
    CommandRun run = CommandRun.inThisJvm(Trial.ofLine(directory).command("history"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "gradstream: history must be in the configuration for versions to be kept: set history:"
                + " {every: 1h, keep: 48}");
  }

  private List<ModelVersion> kept() {
    return CommandRun.inThisJvm(trial.command("history", "--json")).requireDone().out().stream()
        .map(line -> VersionFormat.decode(line.getBytes(UTF_8)))
        .toList();
  }

  private List<ProducerRecord<byte[], byte[]>> newestOnly() {
    return Trial.withoutHeaders(
        trial
            .committed()
            .compacted(Objects.requireNonNull(trial.settings().topics().parameters())));
  }
}
