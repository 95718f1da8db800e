package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.learn.challenge.ChallengerSettings;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.model.Predictor;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model of prices in the millions, whose labels are scaled for its loss. */
class LabelScaleTest {
  private final SplittableRandom random = new SplittableRandom(5);

  static Stream<Scale> scales() {
    return Stream.of(
        Scale.standard(),
        Scale.minmax(),
        Scale.robust(),
        Scale.Standard.fixed(List.of(3e6), List.of(2e6)));
  }

  @ParameterizedTest
  @MethodSource("scales")
  void learn_labelsInTheMillions_predictsThemInTheirOwnUnits(Scale scale) {
    Learner learner = learner(scale);
    for (int i = 0; i < 4000; i++) {
      learner.learn(prices(learner, random.nextDouble(-1, 1)));
    }

    StepResult last = learner.learn(prices(learner, 0.5));

    assertThat(last.predictions().data()[0]).isCloseTo(4e6f, within(1e5f));
    assertThat(last.label(0)).isEqualTo(4e6);
    assertThat(last.loss()).isLessThan(0.01f);
  }

  @ParameterizedTest
  @MethodSource("scales")
  void predict_publishedVersion_isWhatTheLearnerPredicts(Scale scale) {
    Learner learner = learner(scale);
    for (int i = 0; i < 100; i++) {
      learner.learn(prices(learner, random.nextDouble(-1, 1)));
    }
    JsonVersionCodec codec = new JsonVersionCodec();
    ModelVersion version = codec.decode(codec.encode(snapshot(learner).version()));
    MiniBatch next = prices(learner, 0.25);

    float answer = new Predictor(version).predict(next).data()[0];

    assertThat(answer).isEqualTo(learner.learn(next).predictions().data()[0]);
  }

  @ParameterizedTest
  @MethodSource("scales")
  void restore_goesOnBitForBit(Scale scale) {
    Learner undisturbed = learner(scale);
    for (int i = 0; i < 300; i++) {
      undisturbed.learn(prices(undisturbed, i * 37 % 100 / 100.0));
    }
    Learner restored = learner(scale);
    restored.restore(snapshot(undisturbed));

    assertThat(restored.learn(prices(restored, 0.1)).predictions().data()[0])
        .isEqualTo(undisturbed.learn(prices(undisturbed, 0.1)).predictions().data()[0]);
    assertThat(snapshot(restored).version().sample())
        .isEqualTo(snapshot(undisturbed).version().sample());
  }

  @Test
  void learn_firstBatch_predictsWithoutHavingSeenItsLabels() {
    Learner learner = learner(Scale.standard());

    StepResult first = learner.learn(prices(learner, 0.5, 0.1));

    assertThat(first.predictions().data()[0]).isBetween(-2f, 2f);
    assertThat(first.predictions().data()[1]).isBetween(-2f, 2f);
  }

  @Test
  void resetScaler_ofTheLabel_beginsAnew() {
    Learner learner = learner(Scale.standard());
    learner.learn(prices(learner, 0.5, 0.1));

    learner.resetScaler("y");

    assertThat(snapshot(learner).version().sample().toString())
        .contains("label={field=y, type=numeric, scale=standard, count=0");
  }

  @Test
  void contest_withOneThatBeganAmongSmallerLabels_isJudgedInTheLabelsUnits() {
    Learner alone = contested(Map.of());
    for (int i = 0; i < 500; i++) {
      learn(alone, sample(alone, random.nextDouble(-1, 1), random.nextDouble(-1e3, 1e3)));
    }
    ChallengerSettings alike =
        new ChallengerSettings(
            Optional.of(new Sgd.Settings(0.02)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Learner champion = contested(Map.of("late", alike));
    champion.restore(snapshot(alone));

    for (int i = 0; i < 500; i++) {
      double x = random.nextDouble(-1, 1);
      learn(champion, sample(champion, x, x));
    }

    Contest contest = champion.contest().orElseThrow();
    String ahead = contest.figures().toString().replaceFirst("(?s).*ahead=([-0-9.E]+).*", "$1");
    assertThat(Double.parseDouble(ahead)).isPositive();
  }

  private static void learn(Learner learner, MiniBatch batch) {
    long step = learner.counters().steps();
    StepResult own = learner.learn(batch);
    learner.contest().ifPresent(each -> each.learn(batch, own, step, false));
  }

  private static Learner contested(Map<String, ChallengerSettings> others) {
    LearnerSettings settings = settings(Scale.standard());
    Learner champion = new Learner("prices", settings);
    var unused =
        new Contest(
            champion,
            settings,
            others,
            new PromotionSettings.Manual(),
            own -> new Learner("prices", own));
    return champion;
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  private static MiniBatch prices(Learner learner, double... sizes) {
    MiniBatch batch = learner.newBatch();
    for (double size : sizes) {
      add(batch, size, 3e6 + 2e6 * size);
    }
    return batch;
  }

  private static MiniBatch sample(Learner learner, double x, double y) {
    MiniBatch batch = learner.newBatch();
    add(batch, x, y);
    return batch;
  }

  private static void add(MiniBatch batch, double x, double y) {
    int row = batch.rows();
    batch.features()[row] = x;
    batch.targets()[row] = y;
    batch.weights()[row] = 1;
    batch.accept();
  }

  private static Learner learner(Scale scale) {
    return new Learner("prices", settings(scale));
  }

  private static LearnerSettings settings(Scale scale) {
    SampleSettings sample =
        new SampleSettings(List.of(new Numeric("x")), LabelSettings.of("y", scale));
    return new LearnerSettings(
        7,
        sample,
        new ModelSettings(List.of(new LayerSettings.Linear(1))),
        new Mse(),
        new Sgd.Settings(0.02),
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(BatchSettings.Mode.MINI_BATCH, 2, Optional.empty(), 1));
  }
}
