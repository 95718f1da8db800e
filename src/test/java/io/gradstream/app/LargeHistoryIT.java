package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.restore.KeptVersions;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions that are kept of a model too large for one record: each is there whole, in as many
 * records as it takes.
 */
@ExtendWith(SharedBroker.class)
class LargeHistoryIT {
  private static final List<String> FLIGHTS = Samples.flights().subList(0, 5000);
  private static final int TINY = 16 << 10;

  @TempDir private Path directory;
  private Trial trial;

  @BeforeEach
  void learn() throws IOException {
    trial =
        Trial.of(
            directory,
            "flights",
            "sample: {features: [{field: origin, type: categorical, buckets: 8192},"
                + " {field: distance, type: numeric, scale: standard},"
                + " {field: destination, type: categorical, embedding: 3,"
                + " vocabulary: {size: 6, admitAfter: 2, expireAfter: 900}}],"
                + " label: {field: delayed, type: binary}}",
            "optimizer: {type: adam, learningRate: 0.01}",
            "publish: {everySteps: 700, everyInterval: 1h}",
            "history: {everySamples: 1000, keep: 3}");
    trial.createTopics(1);
    Topics topics = trial.settings().topics();
    for (String topic :
        List.of(topics.parameters(), topics.state(), topics.history().orElseThrow())) {
      trial.committed().limit(topic, TINY);
    }
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
    assertThat(CommandRun.inThisJvm(trial.command("history", "--json")).requireDone().out())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("\"tensors\"").doesNotContain("\"data\""));
  }

  @Test
  void history_whenCompacted_hasNothingOfWhatIsKeptNoMore() {
    String topic = trial.settings().topics().history().orElseThrow();

    assertThat(
            trial.committed().compacted(topic).stream()
                .filter(each -> each.value() != null)
                .map(each -> new String(each.key(), UTF_8).split("/", -1)[1]))
        .hasSizeGreaterThan(3 * 4)
        .containsOnlyElementsOf(kept().stream().map(each -> "" + each.version()).toList());
  }

  @Test
  void find_ofAKeptVersion_hasWhatALearnerOfItsSamplesHas() throws IOException {
    Snapshot found = find(kept().get(0));

    assertThat(found.blocks()).isPresent();
    assertThat(found.checkpoint().version()).isEqualTo(found.version().version());
    assertThat(found.version().samples()).isEqualTo(3000);
  }

  @Test
  void export_ofAKeptVersion_isWhatALearnerOfItsSamplesHas() throws IOException {
    Learned then = trial.replay(FLIGHTS.subList(0, 3000));

    assertThat(Learned.of(exported(kept().get(0)))).isEqualTo(then);
    assertThat(Learned.of(exported(kept().get(0), "--with-state"))).isEqualTo(then);
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
  void rollback_toAKeptVersion_goesOnAsALearnerWouldThatHadLearnedNoMore() throws IOException {
    List<String> next = FLIGHTS.subList(0, 900);
    CommandRun.inThisJvm(trial.command("control", "rollback", "" + kept().get(0).version()))
        .requireDone();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      learner.await(learner.says("command=rollback"));
      assertThat(learner.terminate().code()).isZero();
    }
    trial.send(next);
    trial.trainUntilEnd();

    List<String> all = new ArrayList<>(FLIGHTS.subList(0, 3000));
    all.addAll(next);
    assertThat(Learned.of(trial.exportedVersion())).isEqualTo(trial.replay(all));
  }

  private ModelVersion exported(ModelVersion version, String... more) throws IOException {
    Path model = directory.resolve("old.safetensors");
    List<String> options =
        new ArrayList<>(List.of("--version", "" + version.version(), "--to", model.toString()));
    options.addAll(List.of(more));
    CommandRun.inThisJvm(trial.command("export", options.toArray(String[]::new))).requireDone();
    return new SafetensorsVersionCodec().decode(Files.readAllBytes(model));
  }

  private Snapshot find(ModelVersion version) {
    return versions().find(version.version()).orElseThrow();
  }

  private List<ModelVersion> kept() {
    List<ModelVersion> kept = new ArrayList<>();
    versions().forEach(each -> kept.add(each.head()));
    return kept;
  }

  private KeptVersions versions() {
    return new KeptVersions(
        trial.settings().kafka(),
        trial.settings().topics().history().orElseThrow(),
        trial.settings().modelName());
  }
}
