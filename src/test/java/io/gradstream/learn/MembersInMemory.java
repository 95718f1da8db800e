package io.gradstream.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.block.RoundCodec;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.merge.OuterSettings;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.ScaleSettings.Members;
import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.learn.merge.ScaleSettings.Protocol;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Several learners over a log in memory, on one thread; seeds say whose turn it is. */
final class MembersInMemory {
  /** So many samples has each partition. */
  static final int SAMPLES = 160;

  /** So many learns a round of each partition that its member has. */
  static final int ROUND = 16;

  final List<byte[]> log = new ArrayList<>();
  final RoundCodec codec = new RoundCodec();
  ScaleSettings settings;

  private final Supplier<Learner> learners;
  private final BiFunction<Integer, Long, String> samples;

  /**
   * No member yet.
   *
   * @param learners makes one that has learned nothing
   * @param samples of a partition and an offset, in JSON
   */
  MembersInMemory(
      ScaleSettings settings,
      Supplier<Learner> learners,
      BiFunction<Integer, Long, String> samples) {
    this.settings = settings;
    this.learners = learners;
    this.samples = samples;
  }

  /** A learner of a model with one linear layer. */
  static Learner learner(SampleSettings sample, OptimizerSettings optimizer) {
    return new Learner(
        "m",
        new LearnerSettings(
            1,
            sample,
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new BceWithLogits(),
            optimizer,
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(BatchSettings.Mode.SINGLE, 1, Optional.empty(), 1)));
  }

  /** How their rounds are put together. */
  static ScaleSettings scale(Merge merge, int staleness, Optional<OuterSettings> outer) {
    return new ScaleSettings(
        Members.AUTO, ROUND, Duration.ofSeconds(1), merge, staleness, Protocol.CLASSIC, outer);
  }

  /** The sample of a partition and an offset, for a learner. */
  MiniBatch sample(Learner learner, int partition, long offset) {
    MiniBatch batch = learner.newBatch();
    try {
      JsonSampleDecoder.labelled(learner.sample())
          .decode(samples.apply(partition, offset).getBytes(UTF_8), batch);
      return batch;
    } catch (RejectedSample impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A new member. */
  Member join(String name) {
    return new Member(name);
  }

  private MergedLearner merged() {
    return new MergedLearner(learners.get(), settings, "t");
  }

  /** A member: the partitions it has by now, and a round that may be under way. */
  final class Member {
    final String name;
    final MergedLearner merged = merged();
    final RoundLearner copy = new RoundLearner(learners.get());
    List<Integer> partitions = List.of();
    Optional<Round> made = Optional.empty();

    private Member(String name) {
      this.name = name;
    }

    void read() {
      while (merged.position() < log.size()) {
        int at = (int) merged.position();
        merged.apply(at, codec.decode(log.get(at)));
      }
    }

    void learn() {
      copy.begin(merged);
      for (int partition : partitions) {
        learn(partition);
      }
      made = copy.isEmpty() ? Optional.empty() : Optional.of(copy.end(name, 0));
    }

    private void learn(int partition) {
      long from = merged.next(partition).orElse(0);
      long to = Math.min(SAMPLES, from + ROUND);
      for (long offset = from; offset < to; offset++) {
        copy.learn(sample(copy.learner(), partition, offset), (row, reason) -> {});
      }
      if (to > from) {
        copy.advance(partition, new OffsetRange(from, to));
      }
    }

    void write() {
      made.ifPresent(round -> log.add(codec.encode(round)));
      made = Optional.empty();
    }

    boolean isDone(int all) {
      return merged.learner().counters().samples() == (long) all * SAMPLES;
    }
  }

  /** Whoever has the turn learns, reads, writes, dies with what it has, or joins. */
  void learnAll(List<Member> members, int partitions, SplittableRandom random) {
    assign(members, partitions, random);
    while (!members.get(0).isDone(partitions)) {
      Member turn = members.get(random.nextInt(members.size()));
      switch (random.nextInt(partitions == 1 ? 3 : 4)) {
        case 0 -> turn.read();
        case 1 -> turn.learn();
        case 2 -> turn.write();
        default -> change(members, partitions, random);
      }
      members.get(0).read();
    }
  }

  private void change(List<Member> members, int partitions, SplittableRandom random) {
    if (members.size() > 1 && random.nextInt(6) == 0) {
      members.remove(1 + random.nextInt(members.size() - 1));
    } else if (members.size() < 4 && random.nextInt(6) == 0) {
      members.add(new Member("m" + random.nextInt(1000)));
    }
    assign(members, partitions, random);
  }

  /** Two may believe that a partition is theirs: what both learn of it counts once. */
  private static void assign(List<Member> members, int partitions, SplittableRandom random) {
    members.forEach(member -> member.partitions = List.of());
    for (int partition = 0; partition < partitions; partition++) {
      for (int holder = 0; holder < 1 + random.nextInt(2); holder++) {
        Member member = members.get(random.nextInt(members.size()));
        List<Integer> own = new ArrayList<>(member.partitions);
        if (!own.contains(partition)) {
          own.add(partition);
        }
        member.partitions = own;
      }
    }
  }

  /** Both learn beside each other, and read what the other has written. */
  static void turn(Member first, Member second) {
    List.of(first, second).forEach(Member::read);
    List.of(first, second).forEach(Member::learn);
    List.of(first, second).forEach(Member::write);
    List.of(first, second).forEach(Member::read);
  }
}
