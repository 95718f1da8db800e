package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.sun.management.ThreadMXBean;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.StepResult;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Lag LAG = Lag.of("in", new TreeMap<>(Map.of(0, 6L, 1, 7L)));

  private static final SampleSettings SCHEMA =
      new SampleSettings(
          List.of(new FeatureSettings.Numeric("x")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private final Learner learner = learner();
  private final MiniBatch batch = batch();
  private final LearnerMetrics metrics =
      new LearnerMetrics("late", () -> LAG, Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void scrape_afterSteps_countsThem() {
    metrics.restored(learner, Optional.empty());
    learn(NOW.minusSeconds(3));
    learn(NOW.minusSeconds(2));

    PrometheusText scrape = scrape();

    assertThat(scrape.types())
        .containsEntry("gradstream_samples_total", "counter")
        .containsEntry("gradstream_step_seconds", "summary");
    assertThat(scrape.value("gradstream_samples_total{model=\"late\"}")).isEqualTo(4);
    assertThat(scrape.value("gradstream_steps_total{model=\"late\"}")).isEqualTo(2);
    assertThat(scrape.value("gradstream_step_seconds_count{model=\"late\"}")).isEqualTo(2);
    assertThat(scrape.value("gradstream_step_seconds_sum{model=\"late\"}")).isPositive();
    assertThat(scrape.value("gradstream_newest_sample_age_seconds{model=\"late\"}")).isEqualTo(2);
    assertThat(scrape.value("gradstream_learning_rate{model=\"late\"}")).isEqualTo(0.5);
    assertThat(scrape.value("gradstream_restores_total{model=\"late\"}")).isEqualTo(1);
  }

  @Test
  void scrape_figureThatAVersionHasNoMore_isNoNumber() {
    String area = "gradstream_prequential_auc{model=\"late\",over=\"window\",predictor=\"model\"}";

    metrics.published(version(Map.of("window", Map.of("samples", 9, "auc", 0.7))));
    double before = scrape().value(area);
    metrics.published(version(Map.of("window", Map.of("samples", 9))));

    assertThat(before).isEqualTo(0.7);
    assertThat(scrape().value(area)).isNaN();
  }

  @Test
  void scrape_figuresByClass_areThereForFewClasses() {
    Map<String, Object> few = classes(20);

    metrics.published(version(Map.of("classes", few, "window", Map.of("classes", classes(21)))));

    String labels = "{class=\"19\",model=\"late\",over=\"%s\",predictor=\"model\"}";
    PrometheusText scrape = scrape();
    assertThat(scrape.value("gradstream_prequential_recall" + labels.formatted("all")))
        .isEqualTo(0.25);
    assertThat(scrape.value("gradstream_prequential_precision" + labels.formatted("all")))
        .isEqualTo(0.5);
    assertThat(metrics.scrape())
        .doesNotContain("gradstream_prequential_recall" + labels.formatted("window"))
        .doesNotContain("gradstream_prequential_samples");
  }

  @Test
  void scrape_challengers_haveTheirFiguresUnderTheirNames() {
    Map<String, Object> fast =
        Map.of("samples", 9, "logLoss", 0.25, "window", Map.of("samples", 9, "logLoss", 0.5));
    Map<String, Object> contest =
        Map.of("champion", "base", "promotions", 2L, "figures", Map.of("fast", fast));

    metrics.published(version(Map.of("challengers", contest)));

    String labels = "{challenger=\"fast\",model=\"late\",over=\"%s\"}";
    PrometheusText scrape = scrape();
    assertThat(scrape.value("gradstream_challenger_log_loss" + labels.formatted("all")))
        .isEqualTo(0.25);
    assertThat(scrape.value("gradstream_challenger_log_loss" + labels.formatted("window")))
        .isEqualTo(0.5);
    assertThat(scrape.value("gradstream_promotions{model=\"late\"}")).isEqualTo(2);
  }

  private static Map<String, Object> classes(int count) {
    Map<String, Object> classes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      classes.put(Integer.toString(i), Map.of("samples", 4, "recall", 0.25, "precision", 0.5));
    }
    return classes;
  }

  private ModelVersion version(Map<String, Object> figures) {
    ModelVersion taken = learner.snapshot(Offsets.none(), NOW).version();
    return new ModelVersion(
        taken.model(),
        taken.version(),
        taken.step(),
        taken.samples(),
        NOW,
        taken.config(),
        taken.offsets(),
        figures,
        taken.sample(),
        taken.layers(),
        taken.loss(),
        taken.parameters());
  }

  @Test
  void scrape_ofAVersionThatTellsOfDrift_hasChangesAndFeatures() {
    List<Map<String, Object>> features = List.of(Map.of("field", "x", "psi", 0.125));

    metrics.published(version(Map.of("drift", Map.of("changes", 3, "stability", features))));

    PrometheusText scrape = scrape();
    assertThat(scrape.value("gradstream_drift_changes{model=\"late\"}")).isEqualTo(3);
    assertThat(scrape.value("gradstream_feature_psi{field=\"x\",model=\"late\"}")).isEqualTo(0.125);
    metrics.published(version(Map.of()));
    assertThat(metrics.scrape())
        .doesNotContain("gradstream_drift_changes{", "gradstream_feature_psi{");
  }

  @Test
  void scrape_ofAVersionWhoseLabelsComeLater_hasHowTheyFoundTheirFeatures() {
    metrics.published(version(Map.of("join", Map.of("waiting", 3, "joined", 9))));

    PrometheusText scrape = scrape();
    assertThat(scrape.value("gradstream_join_records{model=\"late\",state=\"waiting\"}"))
        .isEqualTo(3);
    assertThat(scrape.value("gradstream_join_records{model=\"late\",state=\"joined\"}"))
        .isEqualTo(9);
  }

  @Test
  void scrape_ofALearnerWithKeys_hasWhereTheirModelsAre() {
    KeptKeys kept = new KeptKeys();
    KeyedLearning keyed = new KeyedLearning(learner, kept);
    metrics.restored(learner, Optional.empty());
    keyed.learn("a");
    keyed.learn("b");
    keyed.learn("c");
    keyed.learn("a");

    requireKeys(3, 1, 3, 1);
    Learner next = learner();
    KeyedLearning restored = new KeyedLearning(next, kept);
    metrics.restored(next, Optional.empty());
    requireKeys(0, 0, 3, 1);
    restored.learn("b");
    requireKeys(0, 1, 3, 2);
  }

  private void requireKeys(long keys, long inMemory, long evictions, long reloads) {
    PrometheusText scrape = scrape();
    assertThat(scrape.types()).containsEntry("gradstream_key_reloads_total", "counter");
    assertThat(scrape.value("gradstream_keys{model=\"late\"}")).isEqualTo(keys);
    assertThat(scrape.value("gradstream_keys_in_memory{model=\"late\"}")).isEqualTo(inMemory);
    assertThat(scrape.value("gradstream_key_evictions_total{model=\"late\"}")).isEqualTo(evictions);
    assertThat(scrape.value("gradstream_key_reloads_total{model=\"late\"}")).isEqualTo(reloads);
  }

  @Test
  void scrape_ofALearnerWithoutKeys_hasNothingOfThem() {
    metrics.restored(learner, Optional.empty());

    assertThat(metrics.scrape()).doesNotContain("gradstream_key");
  }

  @Test
  void gradientNorm_isThatOfTheFirstStepAfterAScrape() {
    metrics.restored(learner, Optional.empty());
    learn(NOW);
    double step = scrape().value("gradstream_step_norm{model=\"late\"}");
    double first = scrape().value("gradstream_gradient_norm{model=\"late\"}");
    learn(NOW);
    learn(NOW);
    double second = scrape().value("gradstream_gradient_norm{model=\"late\"}");

    // Of (wx - y)² with x = (1, 2), y = (1, 2): 2.5 w - 2.5, doubled; each step takes half of it
    // off.
    assertThat(step).as("with a learning rate of 0.5").isCloseTo(first / 2, withPercentage(0.1));
    assertThat(first).isPositive();
    assertThat(second).isCloseTo(Math.abs(first * -1.5), withPercentage(0.1));
  }

  @Test
  void scrape_afterAPublication_showsTheVersionBesideItsBaselines() {
    metrics.restored(learner, Optional.empty());
    learn(NOW);
    assertThat(metrics.unpublishedFor()).isPositive();
    Offsets learned = Offsets.none().with("in", 0, 4);
    ModelVersion version = learner.snapshot(learned, NOW.minusMillis(20)).version();

    metrics.published(version);

    PrometheusText scrape = scrape();
    assertThat(metrics.unpublishedFor()).isEqualTo(Duration.ZERO);
    assertThat(scrape.value("gradstream_version{model=\"late\"}")).isEqualTo(1);
    assertThat(scrape.value("gradstream_model_samples{model=\"late\"}")).isEqualTo(2);
    assertThat(scrape.value("gradstream_publication_seconds_sum{model=\"late\"}")).isEqualTo(0.02);
    assertThat(scrape.value("gradstream_publication_seconds_bucket{model=\"late\",le=\"0.025\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("gradstream_lag_records{model=\"late\",partition=\"0\",topic=\"in\"}"))
        .isEqualTo(6);
    assertThat(scrape.value("gradstream_lag_records{model=\"late\",partition=\"1\",topic=\"in\"}"))
        .isEqualTo(7);
    for (String predictor : List.of("model", "no_skill", "no_change")) {
      for (String over : List.of("all", "window")) {
        String labels = "{model=\"late\",over=\"%s\",predictor=\"%s\"}".formatted(over, predictor);
        assertThat(scrape.value("gradstream_prequential_mae" + labels)).isNotNegative();
      }
    }
  }

  @Test
  void scrape_versionWithAVocabulary_showsItsFigures() {
    ModelVersion plain = learner.snapshot(Offsets.none(), NOW).version();
    Map<String, Object> figures = Map.of("rows", 64L, "evictions", 3L);
    ModelVersion version =
        new ModelVersion(
            plain.model(),
            plain.version(),
            plain.step(),
            plain.samples(),
            plain.timestamp(),
            plain.config(),
            plain.offsets(),
            plain.metrics(),
            Map.of("vocabularies", Map.of("origin", figures)),
            plain.layers(),
            plain.loss(),
            Map.of());

    metrics.restored(learner, Optional.of(version));

    PrometheusText scrape = scrape();
    String labels = "{field=\"origin\",model=\"late\"}";
    assertThat(scrape.value("gradstream_vocabulary_rows" + labels)).isEqualTo(64);
    assertThat(scrape.value("gradstream_vocabulary_evictions" + labels)).isEqualTo(3);
  }

  @Test
  void deadLetters_areCountedByRuleAndNotByValue() {
    metrics.rejected(deadLetter("x must be a number: \"far\""));
    metrics.rejected(deadLetter("x must be a number: \"near\""));
    metrics.rejected(deadLetter("field \"y\" is missing"));

    PrometheusText scrape = scrape();

    assertThat(deadLetters(scrape, "x must be a number")).isEqualTo(2);
    assertThat(deadLetters(scrape, "field \\\"y\\\" is missing")).isEqualTo(1);
  }

  @Test
  void deadLetters_ofTooManyReasons_becomeOther() {
    for (int i = 0; i < 1000; i++) {
      metrics.rejected(deadLetter("rule " + i));
    }

    assertThat(deadLetters(scrape(), "other")).isEqualTo(950);
  }

  /* As for the steps themselves: a stretch without allocation is waited for. */
  @Test
  void steps_allocateNothing() {
    metrics.restored(learner, Optional.empty());
    StepResult result = learner.learn(batch);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 2_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        metrics.learning(stretch);
        metrics.learned(result);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  private void learn(Instant written) {
    metrics.learning(written.toEpochMilli());
    metrics.learned(learner.learn(batch));
  }

  private PrometheusText scrape() {
    return PrometheusText.parse(metrics.scrape());
  }

  private static double deadLetters(PrometheusText scrape, String reason) {
    return scrape.value(
        "gradstream_dead_letters_total{model=\"late\",reason=\"%s\"}".formatted(reason));
  }

  private static DeadLetter deadLetter(String reason) {
    return new DeadLetter("in", 0, 0, null, reason);
  }

  private static Learner learner() {
    return new Learner(
        "late",
        new LearnerSettings(
            42,
            SCHEMA,
            new ModelSettings(List.of(new LayerSettings.Linear(1, false))),
            new Mse(),
            new Sgd.Settings(0.5),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(BatchSettings.Mode.MINI_BATCH, 2, Optional.empty(), 1)));
  }

  private MiniBatch batch() {
    try {
      SampleDecoder decoder = JsonSampleDecoder.labelled(SCHEMA);
      MiniBatch two = learner.newBatch();
      decoder.decode("{\"x\": 1, \"y\": 1}".getBytes(UTF_8), two);
      decoder.decode("{\"x\": 2, \"y\": 2}".getBytes(UTF_8), two);
      return two;
    } catch (RejectedSample e) {
      throw new AssertionError(e);
    }
  }
}
