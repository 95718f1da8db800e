package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.text.NumberNotation;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model keeps the notation by which its categories were hashed, whatever is the default now. */
class NumberNotationTest {
  private static final String KEY = "numbers";

  @Test
  void snapshot_newModel_saysThatNumbersAreCanonical() {
    Learner learner = learner();

    assertThat(feature(snapshot(learner))).containsEntry(KEY, "canonical");
    assertThat(learner.sample().numbers()).isEmpty();
  }

  @Test
  void restore_versionThatSaysNothing_goesOnAsWritten() {
    Learner learner = learner();

    learner.restore(fromBefore(snapshot(learner())));

    assertThat(learner.sample().numbers()).contains(NumberNotation.AS_WRITTEN);
    assertThat(feature(snapshot(learner))).doesNotContainKey(KEY);
  }

  @Test
  void restore_versionThatSaysCanonical_staysSo() {
    Learner learner = learner();

    learner.restore(snapshot(learner()));

    assertThat(learner.sample().numbers()).isEmpty();
    assertThat(feature(snapshot(learner))).containsEntry(KEY, "canonical");
  }

  @Test
  void startFrom_exportThatSaysNothing_goesOnAsWritten() {
    Learner learner = learner();

    learner.startFrom(fromBefore(snapshot(learner())).version());

    assertThat(feature(snapshot(learner))).doesNotContainKey(KEY);
  }

  private static Learner learner() {
    return new Learner(
        "zones",
        new LearnerSettings(
            42,
            new SampleSettings(
                List.of(Categorical.of("zone", 8)),
                new LabelSettings("y", LabelSettings.Type.NUMERIC)),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Sgd.Settings(0.1),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings()));
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> feature(Snapshot snapshot) {
    List<?> features = (List<?>) snapshot.version().sample().getOrDefault("features", List.of());
    return (Map<String, Object>) features.get(0);
  }

  /** The same as a gradstream wrote it that knew one notation only. */
  private static Snapshot fromBefore(Snapshot snapshot) {
    Map<String, Object> feature = new LinkedHashMap<>(feature(snapshot));
    feature.remove(KEY);
    Map<String, Object> sample = new LinkedHashMap<>(snapshot.version().sample());
    sample.put("features", new ArrayList<>(List.of(feature)));
    ModelVersion version = snapshot.version();
    ModelVersion before =
        new ModelVersion(
            version.model(),
            version.version(),
            version.step(),
            version.samples(),
            version.timestamp(),
            version.config(),
            version.offsets(),
            version.metrics(),
            sample,
            version.layers(),
            version.loss(),
            version.parameters());
    return new Snapshot(before, snapshot.checkpoint());
  }
}
