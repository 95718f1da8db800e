package io.gradstream.learn;

import static io.gradstream.learn.MembersInMemory.ROUND;
import static io.gradstream.learn.MembersInMemory.SAMPLES;
import static io.gradstream.learn.MembersInMemory.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.MembersInMemory.Member;
import io.gradstream.learn.merge.OuterSettings;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergedLearnerTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(
              new FeatureSettings.Numeric("x", Scale.minmax(), Missing.DEAD_LETTER),
              HashedFeature.Categorical.of("category", 64)),
          new LabelSettings("y", LabelSettings.Type.BINARY));
  private static final OptimizerSettings ADAGRAD = new Adagrad.Settings(0.1);

  private final MembersInMemory all =
      new MembersInMemory(
          scale(Merge.AVERAGE, 64), MergedLearnerTest::learner, MergedLearnerTest::sample);

  @Test
  void apply_oneMember_givesTheBitsOfALearnerWithoutRounds() {
    Learner alone = learner();
    for (long offset = 0; offset < SAMPLES; offset++) {
      alone.learn(all.sample(alone, 0, offset));
    }
    Member member = all.join("a");
    member.partitions = List.of(0);

    all.learnAll(List.of(member), 1, new SplittableRandom(1));

    assertThat(fingerprint(member.merged)).isEqualTo(fingerprint(alone));
    assertThat(member.merged.learner().counters().steps()).isEqualTo(SAMPLES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void apply_membersThatComeAndGo_haveOneModelThatHasEverySampleOnce(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Member> members = new ArrayList<>(List.of(all.join("a"), all.join("b")));

    all.learnAll(members, 4, random);
    members.forEach(Member::read);

    for (Member member : members) {
      assertThat(fingerprint(member.merged)).isEqualTo(fingerprint(members.get(0).merged));
      assertThat(figures(member.merged)).isEqualTo(figures(members.get(0).merged));
      assertThat(member.merged.learner().counters().samples()).isEqualTo(4 * SAMPLES);
      assertThat(member.merged.offsets().byTopic().get("t"))
          .isEqualTo(new TreeMap<>(Map.of(0, 160L, 1, 160L, 2, 160L, 3, 160L)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restore_ofAVersionMidway_comesToTheSameBitsByTheRest(boolean hasOuter) {
    all.settings = hasOuter ? outer(0.7, 0.9) : all.settings;
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(0);
    second.partitions = List.of(1);
    for (int i = 0; i < 3; i++) {
      turn(first, second);
    }
    Snapshot midway = first.merged.snapshot(Instant.EPOCH);
    second.learn();
    turn(first, second);
    second.write();
    List.of(first, second).forEach(Member::read);
    Member newcomer = all.join("c");

    newcomer.merged.restore(midway);
    newcomer.read();

    assertThat(fingerprint(newcomer.merged)).isEqualTo(fingerprint(first.merged));
    assertThat(newcomer.merged.offsets()).isEqualTo(first.merged.offsets());
  }

  @Test
  void apply_outer_takesNesterovStepsOverTheChangesOfRounds() {
    all.settings = outer(0.5, 0.75);
    Member member = all.join("a");
    member.partitions = List.of(0);
    float bias = 0;
    float velocity = 0;

    for (int i = 0; i < 3; i++) {
      member.learn();
      float change = bias(member.copy.learner()) - bias;
      velocity = 0.75f * velocity + change;
      bias = bias + 0.5f * (change + 0.75f * velocity);
      member.write();
      member.read();
      assertThat(bias(member.merged.learner())).isNotZero().isEqualTo(bias);
    }
  }

  private static float bias(Learner learner) {
    return learner.state().model().parameters().values().stream()
        .map(parameter -> parameter.value().data())
        .filter(elements -> elements.length == 1)
        .findFirst()
        .orElseThrow()[0];
  }

  @Test
  void apply_roundOnOtherTermsOfOuter_isRefused() {
    Member first = all.join("a");
    first.partitions = List.of(0);
    first.learn();
    first.write();
    all.settings = outer(0.7, 0.9);
    Member other = all.join("b");

    assertThatThrownBy(other::read)
        .isInstanceOf(ConfigurationChangedException.class)
        .hasMessageContaining("staleness 64, outer learningRate 0.7, momentum 0.9 here");
  }

  @Test
  void fault_roundOfSamplesThatTheModelHas_isVoid() {
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(0);
    second.partitions = List.of(0);
    first.learn();
    first.write();
    List.of(first, second).forEach(Member::read);
    List.of(first, second).forEach(Member::learn);
    first.write();
    first.read();

    assertThat(first.merged.fault(second.made.orElseThrow()))
        .hasValue("partition 0 stands at offset 32, and it begins at 16");
  }

  @Test
  void fault_moreRoundsInBetweenThanStaleness_isVoid() {
    all.settings = scale(Merge.AVERAGE, 2);
    Member first = all.join("a");
    Member late = all.join("b");
    first.partitions = List.of(0);
    late.partitions = List.of(1);
    first.learn();
    first.write();
    List.of(first, late).forEach(Member::read);
    late.learn();
    for (int i = 0; i < 3; i++) {
      first.learn();
      first.write();
      first.read();
    }

    assertThat(first.merged.fault(late.made.orElseThrow()))
        .hasValue("more than 2 rounds came before it");
  }

  @Test
  void restore_ofALearnerAlone_hasNoRoundOfBefore() {
    Member before = all.join("a");
    before.partitions = List.of(0);
    before.learn();
    before.write();
    Learner alone = learner();
    alone.learn(all.sample(alone, 0, 0));
    Snapshot left = alone.snapshot(new Offsets(new TreeMap<>()), Instant.EPOCH);
    Member next = all.join("b");

    next.merged.restore(left, all.log.size());
    Snapshot published = next.merged.snapshot(Instant.EPOCH);
    before.made = Optional.of(all.codec.decode(all.log.get(0)));

    assertThat(MergedLearner.isOfLog(left)).isFalse();
    assertThat(MergedLearner.isOfLog(published)).isTrue();
    assertThat(next.merged.fault(before.made.orElseThrow()))
        .hasValue("more than 64 rounds came before it");
  }

  @Test
  void apply_roundOnOtherTerms_isRefusedByWhoReadsIt() {
    Member first = all.join("a");
    first.partitions = List.of(0);
    first.learn();
    first.write();
    all.settings = scale(Merge.SUM, 64);
    Member other = all.join("b");

    assertThatThrownBy(other::read)
        .isInstanceOf(ConfigurationChangedException.class)
        .hasMessageContaining("other terms by member a")
        .hasMessageContaining("merge average, staleness 64 there")
        .hasMessageContaining("merge sum, staleness 64 here");
  }

  @ParameterizedTest
  @CsvSource({"AVERAGE", "SUM"})
  void apply_twoMembers_learnNearlyAsWellAsOne(Merge merge) {
    all.settings = scale(merge, 64);
    Member one = all.join("one");
    one.partitions = List.of(0, 1);
    all.learnAll(List.of(one), 1, new SplittableRandom(3));
    double alone = logLoss(one.merged);
    all.log.clear();
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(0);
    second.partitions = List.of(1);

    for (int i = 0; i < SAMPLES / ROUND + 1; i++) {
      turn(first, second);
    }

    assertThat(first.merged.learner().counters().samples()).isEqualTo(2 * SAMPLES);
    assertThat(logLoss(first.merged)).isLessThan(1.1 * alone);
    assertThat(first.merged.learner().metrics().figures().get("auc")).isNotNull();
  }

  private static double logLoss(MergedLearner merged) {
    return (double) Objects.requireNonNull(figures(merged).get("logLoss"));
  }

  private static String fingerprint(MergedLearner merged) {
    return fingerprint(merged.learner());
  }

  private static String fingerprint(Learner learner) {
    return learner.whole().version().fingerprint();
  }

  private static Map<String, Object> figures(MergedLearner merged) {
    return merged.learner().metrics().figures();
  }

  private static ScaleSettings scale(Merge merge, int staleness) {
    return MembersInMemory.scale(merge, staleness, Optional.empty());
  }

  private static ScaleSettings outer(double learningRate, double momentum) {
    return MembersInMemory.scale(
        Merge.AVERAGE, 64, Optional.of(new OuterSettings(learningRate, momentum)));
  }

  private static Learner learner() {
    return MembersInMemory.learner(SAMPLE, ADAGRAD);
  }

  private static String sample(int partition, long offset) {
    SplittableRandom random = new SplittableRandom(31 * offset + partition);
    double x = random.nextDouble();
    int category = random.nextInt(20);
    int y = x + 0.05 * category + 0.3 * random.nextDouble() > 1 ? 1 : 0;
    return "{\"x\": %s, \"category\": \"c%d\", \"y\": %d}".formatted(x, category, y);
  }
}
