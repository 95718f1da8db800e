package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.Clients;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/**
 * Learners that share a model, in processes that are killed, stopped and added by a seed's
 * schedule; others with {@code -Dscale.seed=N}, longer ones with {@code -Dscale.faults=20}.
 */
@ExtendWith(SharedBroker.class)
class ScaledLearnersIT {
  private static final int PARTITIONS = 4;
  private static final int FAULTS = Integer.getInteger("scale.faults", 3);
  private static final int FLIGHTS = 5_000 * (FAULTS + 1);
  private static final int OF_DEVICES = 2_000 * (FAULTS + 1);

  /** A broker misses a dead member after 6 s; on a quiet machine a version comes within 8 s. */
  private static final Duration SUCCESSION = Duration.ofSeconds(10);

  /** One that dies while the group waits for another is missed so much later. */
  private static final Duration WAITING = Duration.ofSeconds(6);

  private static final String PUBLISH =
      "publish: {format: safetensors, everySteps: 500, everyInterval: 300ms}";

  private static final String MOMENTUM =
      "scale: {round: 50, outer: {learningRate: 0.7, momentum: 0.5}}";

  private static final String AIRPORTS =
      """
      sample: {features: [
        {field: distance, type: numeric, scale: robust},
        {field: origin, type: categorical, embedding: 2, vocabulary: {size: 40, expireAfter: 500}},
        {field: destination, type: categorical, embedding: 2, vocabulary: {size: 300}}],
        label: {field: delayed, type: binary}}
      """;

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.range(0, 2).map(each -> Long.getLong("scale.seed", 1) + each);
  }

  /** Every other seed has momentum over the rounds, and airports that come and go. */
  @ParameterizedTest
  @MethodSource("seeds")
  void train_membersKilledAndAdded_learnEverySampleOnceInOneModel(long seed) throws IOException {
    Trial trial =
        seed % 2 == 0
            ? Trial.of(directory, "flights", PUBLISH, AIRPORTS, MOMENTUM)
            : Trial.of(directory, "flights", PUBLISH, "scale: {round: 50}");
    trial.createTopics(PARTITIONS);
    List<String> shipped = Samples.flights();
    DeltasLog log = new DeltasLog(trial);
    try (Versions seen = Versions.of(trial.settings())) {
      learnDisturbed(
          trial,
          seen,
          FLIGHTS,
          (from, to) -> {
            if (from > 0) {
              log.readOn();
            }
            trial.send(again(shipped, from, to));
          },
          new Random(seed));

      log.readToEnd();
      List<ModelVersion> versions = seen.upTo(FLIGHTS);
      Gapless.require(versions);
      versions.forEach(version -> assertThat(passed(version, trial)).isEqualTo(version.samples()));
      ModelVersion newest = versions.get(versions.size() - 1);
      assertThat(newest.samples()).isEqualTo(FLIGHTS);
      assertThat(newest.fingerprint()).isEqualTo(log.fingerprint());
    }
  }

  @Test
  void train_membersOfKeysKilledAndAdded_eachModelLearnsItsSamplesOnce() throws IOException {
    Trial trial = DeviceSamples.trial(directory).with(PUBLISH, "scale: {round: 20}");
    trial.createTopics(PARTITIONS);
    try (Versions seen = Versions.of(trial.settings())) {
      learnDisturbed(
          trial,
          seen,
          OF_DEVICES,
          (from, to) -> DeviceSamples.produce(trial, directory, from, to),
          new Random(1));
    }

    DeviceSamples.requireLearned(trial, OF_DEVICES);
  }

  /** Sends the samples from one number to another. */
  private interface Feed {
    void send(int from, int to);
  }

  /**
   * One comes and one of the others goes while a part of the samples is learned, as often as there
   * are faults; behind the last part all leave.
   */
  private static void learnDisturbed(
      Trial trial, Versions seen, int samples, Feed feed, Random random) throws IOException {
    List<OwnJvm> members = new ArrayList<>();
    try {
      members.add(start(trial));
      members.add(start(trial));
      int part = samples / (FAULTS + 1);
      Duration patience = SUCCESSION;
      for (int fault = 0; fault < FAULTS; fault++) {
        feed.send(fault * part, (fault + 1) * part);
        ModelVersion next =
            members.get(members.size() - 1).await(seen.with(fault * part + 1).timeout(patience));
        assertThat(next.samples()).isGreaterThan(fault * part);
        int awaited = fault * part + random.nextInt(part / 2);
        members.get(members.size() - 1).await(seen.with(awaited));
        members.add(start(trial));
        patience = isStable(trial) ? SUCCESSION : SUCCESSION.plus(WAITING);
        end(members.remove(random.nextInt(members.size() - 1)), random.nextInt(3) > 0);
      }
      feed.send(FAULTS * part, samples);
      members.get(0).await(seen.with(samples));
      members.forEach(member -> end(member, false));
    } finally {
      members.forEach(OwnJvm::close);
    }
  }

  /** Whether the group has shared the partitions out, and waits for nobody. */
  private static boolean isStable(Trial trial) {
    String group = trial.settings().modelName();
    try (Admin admin = new Clients(trial.settings().kafka()).admin()) {
      return Mono.fromCompletionStage(
              admin.describeConsumerGroups(List.of(group)).all().toCompletionStage())
          .map(groups -> NamedState.require(groups, group).groupState() == GroupState.STABLE)
          .blockOptional()
          .orElseThrow();
    }
  }

  /** One that is asked to leave before it has begun has nothing to leave in good order. */
  private static void end(OwnJvm member, boolean kill) {
    if (kill) {
      assertThat(member.kill().code()).isEqualTo(128 + 9);
    } else {
      member.await(member.says("member "));
      member.terminate().requireDone();
    }
  }

  private static OwnJvm start(Trial trial) {
    return OwnJvm.start(trial.command("train"));
  }

  private static List<String> again(List<String> shipped, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> shipped.get(i % shipped.size())).toList();
  }

  private static long passed(ModelVersion version, Trial trial) {
    return IntStream.range(0, PARTITIONS)
        .mapToLong(each -> version.offsets().next(trial.inputTopic(), each).orElse(0))
        .sum();
  }
}
