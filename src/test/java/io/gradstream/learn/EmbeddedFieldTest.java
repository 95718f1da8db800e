package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Learners of a category by a vector in a table. */
class EmbeddedFieldTest {
  private static final String[] LINES = {
    "{'x':0,'origin':'DTW','y':1}", "{'x':0,'origin':'LAS','y':-1}", "{'x':0,'y':3}"
  };

  @ParameterizedTest
  @EnumSource(
      value = Missing.class,
      names = {"ZERO", "INDICATOR"})
  void learn_embeddedCategory_isToldFromOthersAndFromNone(Missing policy) throws RejectedSample {
    Learner learner = learner(policy);
    MiniBatch batch = batch(learner, policy);

    float[] predictions = {};
    for (int i = 0; i < 2000; i++) {
      predictions = learner.learn(batch).predictions().data().clone();
    }

    assertThat(predictions[0]).isBetween(0.9f, 1.1f);
    assertThat(predictions[1]).isBetween(-1.1f, -0.9f);
    assertThat(predictions[2]).isBetween(2.9f, 3.1f);
    int rows = policy == Missing.INDICATOR ? 101 : 100;
    assertThat(table(learner).shape()).hasToString("[" + rows + ", 4]");
  }

  @Test
  void learn_embeddedCategory_movesTheRowsOfItsCategoriesOnly() throws RejectedSample {
    Learner learner = learner(Missing.ZERO);
    MiniBatch batch = batch(learner, Missing.ZERO);
    // the layer behind the table begins with zeros, through which no gradient comes
    learner.learn(batch);
    float[] before = rows(learner);

    learner.learn(batch);

    float[] after = rows(learner);
    long moved =
        IntStream.range(0, 100)
            .filter(
                row ->
                    Arrays.mismatch(before, 4 * row, 4 * row + 4, after, 4 * row, 4 * row + 4) >= 0)
            .count();
    assertThat(moved).isEqualTo(2);
  }

  @Test
  void restore_midway_goesOnBitForBit() throws RejectedSample {
    Learner undisturbed = learner(Missing.INDICATOR);
    MiniBatch batch = batch(undisturbed, Missing.INDICATOR);
    undisturbed.learn(batch);
    undisturbed.learn(batch);
    Learner resumed = learner(Missing.INDICATOR);

    resumed.restore(undisturbed.snapshot(Offsets.none(), Instant.EPOCH));
    undisturbed.learn(batch);
    resumed.learn(batch);

    assertThat(rows(resumed)).containsExactly(rows(undisturbed));
  }

  private static float[] rows(Learner learner) {
    return table(learner).data().clone();
  }

  private static Tensor table(Learner learner) {
    return NamedState.require(version(learner).parameters(), "embeddings.origin.weight");
  }

  private static ModelVersion version(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH).version();
  }

  private static MiniBatch batch(Learner learner, Missing policy) throws RejectedSample {
    MiniBatch batch = learner.newBatch();
    SampleDecoder decoder = JsonSampleDecoder.labelled(sample(policy));
    for (String line : LINES) {
      decoder.decode(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), batch);
    }
    return batch;
  }

  private static SampleSettings sample(Missing policy) {
    return new SampleSettings(
        List.of(new Numeric("x"), Categorical.embedded("origin", 100, 4, policy)),
        new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static Learner learner(Missing policy) {
    return new Learner(
        "embedded",
        new LearnerSettings(
            42,
            sample(policy),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Sgd.Settings(0.05),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(Mode.MINI_BATCH, 3, Optional.empty(), 1)));
  }
}
