package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.pipeline.Lag;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonFormat;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DashboardTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(new HashedFeature.Categorical("one"), new HashedFeature.Categorical("other")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private final LearnerMetrics metrics = new LearnerMetrics("m", Lag::none, Clock.systemUTC());
  private final Dashboard dashboard =
      new Dashboard("m", new Readiness(), Lag::none, metrics, Clock.systemUTC());

  @Test
  void tree_ofFeaturesThatShareColumns_tellsWhatTheirFieldsAdd() throws RejectedSample {
    Learner learner = new Learner("m", settings());
    metrics.restored(learner, Optional.empty());
    Object before = dashboard.tree(0).get("contributions");

    // a step of sgd over the squared error gives each weight 2 · 0.125 · 3
    learn(learner, "{\"one\": \"a\", \"other\": \"b\", \"y\": 3}");
    learn(learner, "{\"one\": \"a\", \"other\": \"c\", \"y\": 3}");

    assertThat(before).isEqualTo(List.of());
    assertThat(dashboard.tree(0).get("contributions"))
        .isEqualTo(
            List.of(
                Map.of("field", "one", "size", 0.75 / 2), Map.of("field", "other", "size", 0.0)));
    metrics.close();
  }

  @Test
  void tree_ofALearnerWithKeys_tellsWhereTheirModelsAre() {
    Learner learner = new Learner("m", settings());
    KeyedLearning keyed = new KeyedLearning(learner, new KeptKeys());
    assertThat(dashboard.tree(0)).doesNotContainKey("keys");

    metrics.restored(learner, Optional.empty());
    keyed.learn("a");
    keyed.learn("b");
    keyed.learn("a");

    assertThat(dashboard.tree(0).get("keys"))
        .isEqualTo(Map.of("models", 2L, "inMemory", 1L, "evictions", 2L, "reloads", 1L));
    metrics.close();
  }

  private static void learn(Learner learner, String json) throws RejectedSample {
    SampleDecoder decoder = new JsonFormat().labelled(SAMPLE);
    MiniBatch batch = learner.newBatch();
    batch.entries().tell(true);
    decoder.decode(json.getBytes(UTF_8), batch);
    learner.learn(batch);
  }

  private static LearnerSettings settings() {
    return new LearnerSettings(
        42,
        SAMPLE,
        new ModelSettings(List.of(new LayerSettings.Linear(1))),
        new Mse(),
        new Sgd.Settings(0.125),
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(BatchSettings.Mode.SINGLE, 1, Optional.empty(), 1));
  }
}
