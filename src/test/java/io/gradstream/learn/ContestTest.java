package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.challenge.JointSnapshot;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.learn.guard.GuardSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.nn.SmoothL1;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final double BASE = 0.0001;

  /** Behind so many samples another world begins. */
  private static final int CHANGE = 3_000;

  private static final PromotionSettings AUTOMATIC = new PromotionSettings.Automatic(200, 400);
  private static final Map<String, ChallengerSettings> THREE =
      Map.of("fast", rate(0.05), "slow", rate(0.00001), "mild", loss(new SmoothL1()));

  @Test
  void challengers_besideAChampion_areWhatEachIsAlone() {
    Learner champion = contested(Map.of("fast", rate(0.05)), new PromotionSettings.Manual());
    Learner alone = new Learner("line", settings(BASE).with(rate(0.05)));

    learn(champion, 0, 500);
    learn(alone, 0, 500);

    Snapshot fast = new JointSnapshot(snapshot(champion)).challenger("fast");
    assertThat(new TreeMap<>(fast.version().parameters()).toString())
        .isEqualTo(new TreeMap<>(alone.whole().version().parameters()).toString());
    assertThat(bytes(fast)).isEqualTo(bytes(alone.whole()));
  }

  @Test
  void champion_besideChallengers_isWhatItIsAlone() {
    Learner champion = contested(THREE, new PromotionSettings.Manual());
    Learner alone = new Learner("line", settings(BASE));

    learn(champion, 0, 500);
    learn(alone, 0, 500);

    assertThat(bytes(new JointSnapshot(snapshot(champion)).champion()))
        .isEqualTo(bytes(snapshot(alone)));
  }

  @Test
  void learn_aChallengerIsBetter_isPromotedOnce() {
    Learner champion = contested(THREE, AUTOMATIC);

    learn(champion, 0, 3_000);

    Contest contest = champion.contest().orElseThrow();
    assertThat(contest.championName()).isEqualTo("fast");
    assertThat(contest.names()).containsExactly("base", "mild", "slow");
    assertThat(contest.figures()).containsEntry("promotions", 1L).containsEntry("promotedAt", 200L);
    assertThat(champion.learningRate()).isEqualTo(0.05);
    assertThat(champion.counters().samples()).isEqualTo(3_000);
  }

  @Test
  void restore_beforeAndBehindAPromotion_goesOnBitForBit() {
    Learner undisturbed = contested(THREE, AUTOMATIC);
    Learner killed = contested(THREE, AUTOMATIC);
    for (int at = 0; at < 1_000; at += 130) {
      learn(undisturbed, at, at + 130);
      learn(killed, at, at + 130);
      Learner again = contested(THREE, AUTOMATIC);
      again.restore(snapshot(killed));
      killed = again;
      var unused = snapshot(undisturbed);
    }

    assertThat(killed.contest().orElseThrow().championName()).isEqualTo("fast");
    assertThat(bytes(snapshot(killed))).isEqualTo(bytes(snapshot(undisturbed)));
    assertThat(snapshot(killed).version().metrics())
        .isEqualTo(snapshot(undisturbed).version().metrics());
  }

  @Test
  void promote_itself_keepsTheModelsLife() {
    Learner champion = contested(THREE, new PromotionSettings.Manual());
    learn(champion, 0, 300);
    assertThat(snapshot(champion).version().version()).isEqualTo(1);

    champion.contest().orElseThrow().promote("slow");

    assertThat(snapshot(champion).version().version()).isEqualTo(2);
    assertThat(champion.learningRate()).isEqualTo(0.00001);
    champion.contest().orElseThrow().promote("base");
    assertThat(champion.learningRate()).isEqualTo(BASE);
  }

  @Test
  void promote_nobodyOfTheName_isRefused() {
    Contest contest = contested(THREE, AUTOMATIC).contest().orElseThrow();

    assertThatThrownBy(() -> contest.promote("base"))
        .hasMessage("promote must name one of [fast, mild, slow]: base");
  }

  @Test
  void learn_aChallengerDiverges_beginsAnewAndLeavesTheChampionAlone() {
    Learner champion = contested(Map.of("wild", rate(1e6)), AUTOMATIC);
    Learner alone = new Learner("line", settings(BASE));

    learnCarefully(champion, 0, 400);
    learn(alone, 0, 400);

    assertThat(champion.contest().orElseThrow().figures().toString())
        .matches(".*wild=\\{.*restarts=[1-9].*");
    assertThat(bytes(new JointSnapshot(snapshot(champion)).champion()))
        .isEqualTo(bytes(snapshot(alone)));
  }

  @Test
  void learn_aChallengersStepIsRefused_asksForARunThatTriesThem() {
    Learner champion = contested(Map.of("wild", rate(1e6)), AUTOMATIC);

    assertThatThrownBy(() -> learn(champion, 0, 400))
        .isInstanceOf(RefusedStepException.class)
        .hasMessageStartingWith("challenger wild, step ");
  }

  @Test
  void restore_challengersAddedAndRemoved_keepsTheOthersAndSaysSo() {
    Learner before = contested(THREE, new PromotionSettings.Manual());
    learn(before, 0, 300);
    Map<String, ChallengerSettings> others = new LinkedHashMap<>(THREE);
    others.remove("mild");
    others.put("new", rate(0.01));
    others.put("slow", rate(0.00002));
    Learner after = contested(others, new PromotionSettings.Manual());

    after.restore(snapshot(before));

    Contest contest = after.contest().orElseThrow();
    assertThat(after.hasEvolved()).isTrue();
    assertThat(contest.names()).containsExactly("fast", "new", "slow");
    assertThat(contest.news())
        .containsExactly(
            "challenger new begins anew: it is new",
            "challenger slow begins anew: optimizer.learningRate was 1.0E-5, is 2.0E-5",
            "challenger mild is dropped: it is not configured");
    assertThat(bytes(new JointSnapshot(snapshot(after)).challenger("fast")))
        .isEqualTo(bytes(new JointSnapshot(snapshot(before)).challenger("fast")));
  }

  @Test
  void restore_withoutChallengersAnyMore_goesOnAsTheChampionAlone() {
    Learner before = contested(THREE, new PromotionSettings.Manual());
    learn(before, 0, 300);
    Learner after = new Learner("line", settings(BASE));

    after.restore(snapshot(before));

    Snapshot own = snapshot(after);
    assertThat(own.checkpoint().configuration()).isEqualTo(settings(BASE).flattened());
    assertThat(own.checkpoint().tensors().keySet()).noneMatch(name -> name.contains("challenge"));
  }

  @Test
  void restore_championThatIsNotConfiguredAnyMore_isRefusedAsAnyOtherConfiguration() {
    Learner before = contested(THREE, new PromotionSettings.Manual());
    learn(before, 0, 300);
    before.contest().orElseThrow().promote("fast");

    assertThatThrownBy(() -> new Learner("line", settings(BASE)).restore(snapshot(before)))
        .isInstanceOf(ConfigurationChangedException.class);
    new Learner("line", settings(0.05)).restore(snapshot(before));
  }

  @Test
  void rollBack_beforeAPromotion_takesBackTheChampionToo() {
    Learner champion = contested(THREE, AUTOMATIC);
    learn(champion, 0, 100);
    Snapshot early = snapshot(champion);
    learn(champion, 100, 500);
    assertThat(champion.contest().orElseThrow().championName()).isEqualTo("fast");

    champion.rollBack(early);

    assertThat(champion.contest().orElseThrow().championName()).isEqualTo("base");
    assertThat(champion.learningRate()).isEqualTo(BASE);
    assertThat(snapshot(champion).version().version()).isEqualTo(2);
  }

  @Test
  void learn_aWorldThatChanges_isAnsweredByOneThatBeginsAnew() {
    Learner champion = tiring();
    learn(champion, 0, CHANGE);
    assertThat(champion.contest().orElseThrow().names()).isEmpty();
    double tired = champion.learningRate();

    learn(champion, CHANGE, CHANGE + 150);
    assertThat(champion.contest().orElseThrow().names()).containsExactly("fresh");
    Learner again = tiring();
    again.restore(snapshot(champion));
    assertThat(again.hasEvolved()).isFalse();
    learn(champion, CHANGE + 150, CHANGE + 600);
    learn(again, CHANGE + 150, CHANGE + 600);

    Contest contest = champion.contest().orElseThrow();
    assertThat(contest.championName()).isEqualTo("base");
    assertThat(contest.names()).isEmpty();
    assertThat(contest.figures()).containsEntry("promotions", 1L);
    assertThat(champion.learningRate()).isGreaterThan(10 * tired);
    assertThat(bytes(snapshot(again))).isEqualTo(bytes(snapshot(champion)));
  }

  /** One that learns ever less, and looks for changes. */
  private static Learner tiring() {
    LearnerSettings plain = settings(0.05);
    LearnerSettings settings =
        new LearnerSettings(
            plain.seed(),
            plain.sample(),
            plain.model(),
            plain.loss(),
            plain.optimizer(),
            new ScheduleSettings.Exponential(0.997),
            Optional.empty(),
            plain.batch(),
            Optional.of(new GuardSettings(0, 0, 100)),
            Optional.empty(),
            Optional.of(new DriftSettings(List.of(Method.values()), List.of(Reaction.CHALLENGER))),
            Optional.empty());
    Learner champion = new Learner("line", settings);
    var unused =
        new Contest(champion, settings, Map.of(), AUTOMATIC, own -> new Learner("line", own));
    return champion;
  }

  private static ChallengerSettings rate(double rate) {
    return new ChallengerSettings(
        Optional.of(new Sgd.Settings(rate)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ChallengerSettings loss(LossSettings loss) {
    return new ChallengerSettings(
        Optional.empty(), Optional.empty(), Optional.of(loss), Optional.empty(), Optional.empty());
  }

  private static Learner contested(
      Map<String, ChallengerSettings> others, PromotionSettings promotion) {
    Learner champion = new Learner("line", settings(BASE));
    var unused =
        new Contest(champion, settings(BASE), others, promotion, own -> new Learner("line", own));
    return champion;
  }

  private static LearnerSettings settings(double rate) {
    return new LearnerSettings(
        42,
        new SampleSettings(
            List.of(FeatureSettings.Numeric.of("x", Scale.standard())),
            new LabelSettings("y", LabelSettings.Type.NUMERIC)),
        new ModelSettings(List.of(new LayerSettings.Linear(1))),
        new Mse(),
        new Sgd.Settings(rate),
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1));
  }

  private static void learn(Learner learner, int from, int to) {
    learn(learner, from, to, false);
  }

  private static void learnCarefully(Learner learner, int from, int to) {
    learn(learner, from, to, true);
  }

  private static void learn(Learner learner, int from, int to, boolean tried) {
    SplittableRandom random = new SplittableRandom(1);
    MiniBatch batch = learner.newBatch();
    for (int sample = 0; sample < to; sample++) {
      double x = random.nextInt(10);
      double noise = random.nextDouble();
      if (sample >= from) {
        batch.clear();
        batch.features()[0] = x;
        batch.targets()[0] = (sample < CHANGE ? 3 * x - 7 : 40 - 3 * x) + noise;
        batch.accept();
        long step = learner.counters().steps();
        StepResult own = learner.learn(batch);
        learner.contest().ifPresent(each -> each.learn(batch, own, step, tried));
      }
    }
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  /** All that there is of it but for the number of its version. */
  private static byte[] bytes(Snapshot snapshot) {
    Checkpoint own = snapshot.checkpoint();
    return new CheckpointCodec()
        .encode(new Checkpoint(0, own.configuration(), own.tensors(), own.numbers()));
  }
}
