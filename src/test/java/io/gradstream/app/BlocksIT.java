package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.RejectedSample;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.restore.KeptVersions;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Models too large for one record are published in blocks, and lose nothing by it. */
@ExtendWith(SharedBroker.class)
class BlocksIT {
  /** Given as {@code -Dblocks.buckets=16777216} the test takes a model of 2^24 weights. */
  private static final int BUCKETS = Integer.getInteger("blocks.buckets", 1 << 20);

  /** Samples that make a version. */
  private static final int STRETCH = 5000;

  private static final int TINY = 16 << 10;
  private static final int USUAL = 1_048_588;

  @TempDir private Path directory;

  @Test
  void train_killedWhilePublishing_endsAsIfUndisturbedAndNoVersionIsTorn()
      throws IOException, RejectedSample {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "sample: {features: [{field: id, type: categorical, buckets: %d},".formatted(BUCKETS)
                + " {field: origin, type: categorical, buckets: 4096},"
                + " {field: distance, type: numeric, scale: standard}],"
                + " label: {field: delayed, type: binary}}",
            "optimizer: {type: ftrl, alpha: 0.1, l1: 0.01}",
            "publish: {everySteps: %d, everyInterval: 10s}".formatted(STRETCH),
            "history: {everySamples: %d, keep: 3}".formatted(STRETCH));
    List<String> samples = withIds(Samples.flights(2));
    trial.createTopics(1);
    int killedWithin = 0;
    try (Versions seen = Versions.of(trial.settings())) {
      for (int from = 0; from < samples.size(); from += 2 * STRETCH) {
        List<String> next = samples.subList(from, from + 2 * STRETCH);
        killedWithin += learnAndKillPublishing(trial, seen, from, next) ? 1 : 0;
      }

      trial.trainUntilEndInItsOwnJvm();

      List<ModelVersion> versions = seen.upTo(samples.size());
      Gapless.require(versions);
      requireWhole(trial, versions, samples);
      assertThat(trial.exported().parameters())
          .isEqualTo(versions.get(versions.size() - 1).fingerprint());
      assertThat(kept(trial)).hasSize(3).isSubsetOf(versions.stream().map(Learned::of).toList());
    }
    assertThat(killedWithin).isPositive();
  }

  private static List<Learned> kept(Trial trial) {
    KeptVersions history =
        new KeptVersions(
            trial.settings().kafka(),
            trial.settings().topics().history().orElseThrow(),
            trial.settings().modelName());
    List<Long> numbers = new ArrayList<>();
    history.forEach(each -> numbers.add(each.head().version()));
    return numbers.stream()
        .map(number -> history.find(number).orElseThrow())
        .map(
            found ->
                found
                    .version()
                    .with(ModelBlocks.tensors(found.blocks().orElseThrow().parameters())))
        .map(Learned::of)
        .toList();
  }

  private static List<String> withIds(List<String> flights) {
    List<String> samples = new ArrayList<>();
    for (String flight : flights) {
      samples.add("{\"id\":\"%d\",%s".formatted(samples.size(), flight.substring(1)));
    }
    return samples;
  }

  /** Whether a transaction was left behind. */
  private static boolean learnAndKillPublishing(
      Trial trial, Versions seen, int learned, List<String> samples) {
    String topic = trial.settings().topics().parameters();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      trial.send(samples.subList(0, STRETCH));
      learner.await(seen.with(learned + STRETCH));
      Mono<Void> publishing =
          Mono.fromRunnable(() -> trial.committed().awaitPending(topic))
              .subscribeOn(Schedulers.boundedElastic())
              .then()
              .cache();
      publishing.subscribe();
      trial.send(samples.subList(STRETCH, samples.size()));
      publishing.block();

      learner.kill();
    }
    return trial.committed().isPending(topic);
  }

  private static void requireWhole(Trial trial, List<ModelVersion> versions, List<String> samples)
      throws RejectedSample {
    Map<Long, String> seen =
        versions.stream()
            .collect(
                toMap(ModelVersion::samples, ModelVersion::fingerprint, (one, other) -> other));
    Set<Long> counts = versions.stream().map(ModelVersion::samples).collect(toSet());
    assertThat(seen).isEqualTo(Replayed.digests(trial.settings(), samples, counts));
  }

  @Test
  void train_overTopicsOfChangingLimits_goesOnInOneRecordOrInBlocks() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    List<String> digits = Samples.digits();
    try (Versions seen = versions(trial)) {
      trial.send(digits.subList(0, 600));
      trial.trainUntilEnd();
      limit(trial, TINY);
      trial.send(digits.subList(600, 1000));
      trial.trainUntilEnd();
      trial.send(digits.subList(1000, 1400));
      trial.trainUntilEnd();
      assertThat(trial.exported()).isEqualTo(trial.replay(digits.subList(0, 1400)));
      limit(trial, USUAL);
      trial.send(digits.subList(1400, digits.size()));
      trial.trainUntilEnd();

      Gapless.require(seen.upTo(digits.size()));
    }
    assertThat(trial.exported()).isEqualTo(trial.replay(digits));
    assertThat(newestKeys(trial)).containsExactly(trial.settings().modelName());
  }

  @Test
  void train_vocabularyInBlocks_isEveryTimeTakenUpAsItWas() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "sample: {features: [{field: origin, type: categorical, embedding: 8,"
                + " vocabulary: {size: 64, admitAfter: 3, expireAfter: 500}}],"
                + " label: {field: delayed, type: binary}}");
    trial.createTopics(1);
    limit(trial, TINY);
    List<String> flights = Samples.flights().subList(0, 9000);
    for (int from = 0; from < flights.size(); from += 3000) {
      trial.send(flights.subList(from, from + 3000));
      trial.trainUntilEnd();
    }

    Learned exported = trial.exported();
    Learned replayed = trial.replay(flights);

    assertThat(exported.parameters()).isEqualTo(replayed.parameters());
    assertThat(evictions(exported)).isEqualTo(evictions(replayed)).matches("rows=64, .*=\\d{2,}");
    assertThat(newestKeys(trial)).hasSizeGreaterThan(2);
  }

  /** Less what was evicted since the version before, which is not the samples' to decide alone. */
  private static String evictions(Learned learned) {
    String all = String.valueOf(learned.sample().get("vocabularies"));
    return all.substring(all.indexOf("rows="), all.indexOf(", evicted"));
  }

  private static Versions versions(Trial trial) {
    trial.createTopics(1);
    return Versions.of(trial.settings());
  }

  private static void limit(Trial trial, int bytes) {
    trial.committed().limit(trial.settings().topics().parameters(), bytes);
    trial.committed().limit(trial.settings().topics().state(), bytes);
  }

  /** The keys that compaction would leave. */
  private static Set<String> newestKeys(Trial trial) {
    Map<String, Boolean> present = new TreeMap<>();
    trial
        .committed()
        .records(trial.settings().topics().parameters())
        .forEach(record -> present.put(new String(record.key(), UTF_8), record.value() != null));
    present.values().removeIf(there -> !there);
    return present.keySet();
  }

  @Test
  void train_resetInBlocks_learnsAllAnew() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    trial.createTopics(1);
    limit(trial, TINY);
    trial.send(Samples.digits());
    trial.trainUntilEnd();

    CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset")).requireDone();

    assertThat(trial.exported()).isEqualTo(trial.replay(Samples.digits()));
  }

  @Test
  void train_overATopicThatTakesNotEvenAManifest_saysSoAtTheStart() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    trial.createTopics(1);
    limit(trial, 700);

    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "topic %s takes records of at most 700 bytes"
                            .formatted(trial.settings().topics().parameters()))
                    .endsWith(": raise the topic's max.message.bytes"));
  }

  @Test
  void train_afterABlockWasDeleted_saysSoAndStartsOverWithReset() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    trial.createTopics(1);
    limit(trial, TINY);
    trial.send(Samples.digits());
    trial.trainUntilEnd();
    String topic = trial.settings().topics().parameters();
    String block = trial.settings().modelName() + "/0.weight/1";
    List<ConsumerRecord<byte[], byte[]>> others =
        trial.committed().compacted(topic).stream()
            .filter(record -> !new String(record.key(), UTF_8).equals(block))
            .toList();
    trial.rewrite(topic, Trial.withoutHeaders(others));

    CommandRun run = CommandRun.inThisJvm(trial.command("train", "--until-end"));
    CommandRun export =
        CommandRun.inThisJvm(trial.command("export", "--to", directory.resolve("none").toString()));
    CommandRun.inThisJvm(trial.command("train", "--until-end", "--reset")).requireDone();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .anyMatch(
            line ->
                line.contains("topic " + topic + " does not have all of the newest version")
                    && line.endsWith("start over with --reset"));
    assertThat(export.code()).isEqualTo(1);
    assertThat(export.err()).anyMatch(line -> line.contains("it does not have all blocks"));
    assertThat(trial.exported()).isEqualTo(trial.replay(Samples.digits()));
  }
}
