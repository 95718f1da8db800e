package io.gradstream.pipeline.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.codec.VersionFormat;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.ScaleSettings.Members;
import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.learn.merge.ScaleSettings.Protocol;
import io.gradstream.pipeline.Learners;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that learn a line, by costs that are made up. */
@Timeout(240)
class ScaleSimulationTest {
  private static final double NO_NETWORK = 1e18;
  private static final List<byte[]> RECORDS =
      IntStream.range(0, 97)
          .mapToObj(i -> "{\"x\": %s, \"y\": %s}".formatted(i % 7 / 7.0, i % 5 + i % 7))
          .map(line -> line.getBytes(UTF_8))
          .toList();
  private static final MemberCosts MEMBER = new MemberCosts(1e6, 2e6, 0, 0);
  private static final ClusterCosts CLUSTER = cluster(10, 3, NO_NETWORK);

  /**
   * Look to 1 ms, ten samples to 11, the round to 13, where both begin a commit that ends at 23;
   * the log is busy with the first to 16 and with the second to 19. That began before there was a
   * model: void. It is learned again from 25 on, after two looks, to 37 and public at 47. The first
   * member, which has looked once more to publish, has its second round from 26 to 38, public at
   * 48. The other's begins at 49, behind two looks, and is public at 71.
   */
  @Test
  void run_twoMembers_takesTheTimeThatIsComputedByHand() {
    SimulatedRun run = simulation(10, 40, 2, costs(MEMBER, CLUSTER)).run(2);

    assertThat(run.seconds()).isEqualTo(0.071, within(1e-9));
    assertThat(run.rounds()).isEqualTo(4);
    assertThat(run.voids()).isEqualTo(1);
    assertThat(run.samples()).isEqualTo(40);
    assertThat(run.medianStaleness()).isZero();
    assertThat(run.greatestStaleness()).isEqualTo(1);
    assertThat(run.busy().log()).isEqualTo(5 * 3 / 71.0, within(1e-9));
  }

  @Test
  void run_oneMember_hasTheBitsOfALearnerWithoutRounds() throws RejectedSample {
    SimulatedTopic topic = topic(100, 1);
    Learner alone = Learners.learner(Learners.SINGLE);
    MiniBatch sample = alone.newBatch();
    for (int i = 0; i < 100; i++) {
      sample.clear();
      JsonSampleDecoder.labelled(Learners.SCHEMA).decode(topic.value(0, i), sample);
      alone.learn(sample);
    }

    SimulatedRun run = simulation(10, 100, 1, costs(MEMBER, CLUSTER)).run(1);

    assertThat(run.fingerprints())
        .containsExactly(alone.snapshot(Offsets.none(), Instant.EPOCH).version().fingerprint());
    assertThat(rmse(run.metrics())).isEqualTo(rmse(alone.metrics().figures()), within(1e-12));
    assertThat(run.voids()).isZero();
  }

  @Test
  void run_eightMembers_haveOneModelAndTheSameEachTime() {
    ScaleSimulation simulation = simulation(7, 300, 11, costs(MEMBER, CLUSTER));

    SimulatedRun run = simulation.run(8);

    assertThat(run.fingerprints()).hasSize(1);
    assertThat(run.samples()).isEqualTo(300);
    assertThat(run.greatestStaleness()).isBetween(4L, 64L);
    assertThat(simulation.run(8)).isEqualTo(run);
  }

  @Test
  void run_logThatIsBusyForAllOfACommit_isNoFasterWithMoreMembers() {
    ScaleSimulation simulation =
        simulation(10, 640, 8, costs(MemberCosts.none(), cluster(10, 10, NO_NETWORK)));

    SimulatedRun run = simulation.run(8);

    assertThat(run.busy().log()).isGreaterThan(0.9);
    assertThat(run.samplesPerSecond()).isLessThanOrEqualTo(10 / 0.01);
  }

  @Test
  void run_narrowNetwork_isBusyWithSendingRoundsToEveryMember() {
    ScaleSimulation simulation =
        simulation(10, 640, 8, costs(MemberCosts.none(), cluster(1, 0, 1e6)));

    SimulatedRun run = simulation.run(8);

    assertThat(run.busy().network()).isGreaterThan(0.9);
    assertThat(run.samplesPerSecond()).isLessThan(1e6 / (8 * run.bytesPerSample()) * 1.15);
  }

  @Test
  void run_membersOnSharedCores_takeAsLongAsTheirWorkDoes() {
    SimulationCosts shared = shared(1);
    double work = 640 * 1e-3 + 64 * 2e-3;

    SimulatedRun run = simulation(10, 640, 8, shared).run(8);

    assertThat(run.seconds()).isGreaterThan(work / 2);
    assertThat(run.busy().cores()).isBetween(0.8, 1.0);
    assertThat(simulation(10, 640, 8, costs(MEMBER, CLUSTER)).run(8).seconds())
        .isLessThan(0.6 * run.seconds());
  }

  @Test
  void run_onProcessorsThatSlowEachOther_takesSoMuchLonger() {
    SimulatedRun free = simulation(10, 640, 8, shared(1)).run(8);
    SimulatedRun slowed = simulation(10, 640, 8, shared(1.5)).run(8);

    assertThat(slowed.seconds() / free.seconds()).isBetween(1.35, 1.5);
    assertThat(simulation(10, 640, 8, shared(1.5)).run(1).seconds())
        .as("of one member, beside which no processor works")
        .isEqualTo(simulation(10, 640, 8, shared(1)).run(1).seconds());
  }

  @Test
  void run_recordThatIsNoSample_isPassedOver() {
    SimulatedTopic topic =
        new SimulatedTopic("in", List.of(RECORDS.get(0), "broken".getBytes(UTF_8)), 40, 2);

    SimulatedRun run = simulation(10, topic, costs(MEMBER, CLUSTER)).run(2);

    assertThat(run.samples()).isEqualTo(20);
  }

  @Test
  void run_moreMembersThanPartitions_isRefused() {
    ScaleSimulation simulation = simulation(10, 40, 2, costs(MEMBER, CLUSTER));

    assertThatThrownBy(() -> simulation.run(3))
        .hasMessage("members must be 1 to 2, which is how many partitions there are: 3");
  }

  @Test
  void over_aShortWhile_measuresWhatAMemberTakes() {
    MemberMeasurement measurement =
        new MemberMeasurement(
            () -> Learners.learner(Learners.SINGLE),
            learner -> JsonSampleDecoder.labelled(Learners.SCHEMA),
            scale(10),
            topic(100, 4));

    MemberCosts costs = measurement.over(Duration.ofMillis(20));

    assertThat(costs.sampleNs()).isPositive();
    assertThat(costs.mergedByteNs()).isPositive();
    assertThat(measurement.roundBytes()).isBetween(100.0, 100_000.0);
  }

  private static double rmse(Map<String, Object> metrics) {
    return (double) Objects.requireNonNull(metrics.get("rmse"));
  }

  private static ScaleSimulation simulation(
      int round, int samples, int partitions, SimulationCosts costs) {
    return simulation(round, topic(samples, partitions), costs);
  }

  private static ScaleSimulation simulation(
      int round, SimulatedTopic topic, SimulationCosts costs) {
    return new ScaleSimulation(
        () -> Learners.learner(Learners.SINGLE),
        learner -> JsonSampleDecoder.labelled(Learners.SCHEMA),
        scale(round),
        new PublishSettings(
            Optional.empty(),
            VersionFormat.JSON,
            1_000_000,
            Duration.ofHours(1),
            Optional.empty(),
            true),
        topic,
        costs);
  }

  private static SimulatedTopic topic(int samples, int partitions) {
    return new SimulatedTopic("in", RECORDS, samples, partitions);
  }

  private static ScaleSettings scale(int round) {
    return new ScaleSettings(
        Members.AUTO,
        round,
        Duration.ofHours(1),
        Merge.AVERAGE,
        64,
        Protocol.CLASSIC,
        Optional.empty());
  }

  private static SimulationCosts shared(double slowdown) {
    return new SimulationCosts(MEMBER, CLUSTER, Optional.of(new SharedProcessors(2, slowdown)));
  }

  private static SimulationCosts costs(MemberCosts member, ClusterCosts cluster) {
    return new SimulationCosts(member, cluster, Optional.empty());
  }

  private static ClusterCosts cluster(int commitMs, int busyMs, double bytesPerSecond) {
    return new ClusterCosts(
        Duration.ZERO,
        Duration.ofMillis(commitMs),
        Duration.ofMillis(busyMs),
        0.5,
        Duration.ofMillis(1),
        Duration.ZERO,
        Duration.ZERO,
        bytesPerSecond);
  }
}
