package io.gradstream.pipeline.simulate;

import io.gradstream.learn.Learner;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.scale.ScaleTally;
import io.gradstream.pipeline.scale.ScaledRun;
import io.gradstream.record.SampleDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Runs of several learners over the same samples, in simulated time. What each does is {@link
 * ScaledRun}, with its model, its working copy, its rounds in bytes and all rules; simulated is
 * what it stands on: the topic, the log, and how long things take. All are there from the
 * beginning, none dies, and partitions stay where they are.
 *
 * @param learners make learners that have learned nothing, alike each time
 * @param decoders make decoders for a learner
 * @param scale how rounds are made
 * @param publish how often versions are published
 * @param topic the samples
 * @param costs what everything takes
 */
public record ScaleSimulation(
    Supplier<Learner> learners,
    Function<Learner, SampleDecoder> decoders,
    ScaleSettings scale,
    PublishSettings publish,
    SimulatedTopic topic,
    SimulationCosts costs) {
  /** Dead letters go nowhere here. */
  private static final int DEAD_LETTERS_PER_SECOND = 1;

  private record Member(MergedLearner merged, SimulatedMembership place, ScaleTally tally) {}

  /** A run by so many members, at most as many as the topic has partitions. */
  public SimulatedRun run(int members) {
    if (members < 1 || members > topic.partitions()) {
      throw new IllegalArgumentException(
          "members must be 1 to %d, which is how many partitions there are: %d"
              .formatted(topic.partitions(), members));
    }
    SimulatedCluster cluster = new SimulatedCluster(topic, costs, members);
    List<Member> group = new ArrayList<>();
    List<Runnable> runs = new ArrayList<>();
    for (int number = 0; number < members; number++) {
      Member member = member(number, members, cluster);
      group.add(member);
      runs.add(() -> run(member, cluster));
    }
    cluster.time().run(runs);
    return result(group, cluster);
  }

  private Member member(int number, int members, SimulatedCluster cluster) {
    List<Integer> partitions =
        IntStream.range(0, topic.partitions())
            .filter(each -> each % members == number)
            .boxed()
            .toList();
    return new Member(
        new MergedLearner(learners.get(), scale, topic.name()),
        new SimulatedMembership("member-" + number, partitions, cluster, scale.round()),
        new ScaleTally());
  }

  private void run(Member member, SimulatedCluster cluster) {
    RoundLearner copy = new RoundLearner(learners.get());
    InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofNanos(cluster.nowNs()));
    ScaledRun.Parts parts =
        new ScaledRun.Parts(
            member.merged(),
            copy,
            decoders.apply(copy.learner()),
            publish,
            DEAD_LETTERS_PER_SECOND,
            true,
            clock,
            cluster::nowNs);
    new ScaledRun(parts, member.place(), member.tally()).run();
  }

  private SimulatedRun result(List<Member> group, SimulatedCluster cluster) {
    SimulatedLog log = cluster.log();
    Learner model = group.get(0).merged().learner();
    List<Long> staleness = log.staleness().stream().sorted().toList();
    Set<String> fingerprints = new TreeSet<>();
    group.forEach(member -> fingerprints.add(member.merged().fingerprint()));
    ScaleTally tally = group.get(0).tally();
    return new SimulatedRun(
        group.size(),
        scale.round(),
        model.counters().samples(),
        log.endNs() / 1e9,
        tally.rounds(),
        tally.voids(),
        log.bytes(),
        median(staleness),
        staleness.isEmpty() ? 0 : staleness.get(staleness.size() - 1),
        shares(group, cluster),
        Map.copyOf(model.metrics().figures()),
        fingerprints);
  }

  private static double median(List<Long> sorted) {
    int size = sorted.size();
    return size == 0 ? 0 : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2.0;
  }

  private static SimulatedRun.Shares shares(List<Member> group, SimulatedCluster cluster) {
    SimulatedLog log = cluster.log();
    double readNs = group.stream().mapToLong(member -> member.place().readingNs()).sum();
    return new SimulatedRun.Shares(
        log.appendingShare(),
        log.sendingShare(),
        Math.min(1, readNs / Math.max(1.0, group.size() * (double) log.endNs())),
        cluster.coresShare());
  }
}
