package io.gradstream.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class ModelReplicaTest {
  private static final byte[] ONES = "{\"a\": 1, \"b\": 1}".getBytes(UTF_8);
  private static final Instant MADE = Instant.parse("2026-11-26T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Sinks.Many<AssembledVersion> published =
      Sinks.many().unicast().onBackpressureBuffer();
  private final ModelReplica replica = follow((topic, model) -> published.asFlux());

  @AfterEach
  void close() {
    replica.close();
  }

  @Test
  void predict_versionsArriveMeanwhile_everyAnswerIsOfOneVersion() {
    Learner learner = learner("a", "b");
    publish(version(learner));
    AtomicBoolean done = new AtomicBoolean();
    Mono<Long> predicting =
        Flux.range(0, 8)
            .flatMap(
                i ->
                    Mono.fromCallable(() -> predictUntil(done))
                        .subscribeOn(Schedulers.boundedElastic()),
                8)
            .reduce(Long::sum)
            .cache();
    predicting.subscribe();

    for (int i = 0; i < 1000; i++) {
      publish(version(learner));
    }
    replica.awaitVersion(1001).block(PATIENCE);
    done.set(true);

    assertThat(predicting.block(PATIENCE)).isPositive();
    assertThat(replica.predict(ONES).version()).isEqualTo(1001);
  }

  /** Both weights and the bias of a version are its number. */
  private long predictUntil(AtomicBoolean done) {
    long count = 0;
    long newest = 0;
    while (!done.get()) {
      Prediction prediction = replica.predict(ONES);
      assertThat(prediction.value()).isEqualTo(3f * prediction.version());
      assertThat(prediction.version()).isGreaterThanOrEqualTo(newest);
      newest = prediction.version();
      count++;
      // Eight that never rest leave two processors no time for the versions.
      Thread.yield();
    }
    return count;
  }

  @Test
  void predict_inTheSteadyState_allocatesTheAnswerAlone() {
    publish(version(learner("a", "b")));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    predictTimes(20_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    predictTimes(20_000);

    // The answer, and the array in it.
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 20_000)
        .isLessThanOrEqualTo(64);
  }

  private void predictTimes(int times) {
    for (int i = 0; i < times; i++) {
      replica.predict(ONES);
    }
  }

  @Test
  void predict_versionOfAnotherSchema_answersByThat() {
    publish(version(learner("a", "b")));
    replica.predict(ONES);
    Learner wider = learner("a", "b", "c");
    publish(version(wider));
    publish(version(wider));
    publish(version(wider));

    byte[] sample = "{\"a\": 1, \"b\": 1, \"c\": 2}".getBytes(UTF_8);
    assertThat(replica.predict(sample).value()).isEqualTo(3f * 5);
    assertThatThrownBy(() -> replica.predict(ONES)).hasMessageContaining("c");
  }

  @Test
  void predict_sampleInAMap_isThatOfItsJson() {
    publish(version(learner("a", "b")));

    assertThat(replica.predict(Map.of("a", 1, "b", 2.5)).value())
        .isEqualTo(replica.predict("{\"a\": 1, \"b\": 2.5}".getBytes(UTF_8)).value());
    assertThatThrownBy(() -> replica.predict(Map.of("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b is missing");
  }

  @Test
  void explain_modelOfOneLinearLayer_addsUpToItsOutput() {
    publish(version(learner("a", "b")));
    publish(version(learner("a", "b", "c")));

    Explanation explanation = replica.explain("{\"a\": 2, \"b\": 0, \"c\": -1}".getBytes(UTF_8));

    Map<String, Float> contributions = new LinkedHashMap<>();
    explanation.contributions().forEach((field, outputs) -> contributions.put(field, outputs[0]));
    assertThat(contributions)
        .containsExactly(
            Map.entry("bias", 1f), Map.entry("a", 2f), Map.entry("b", 0f), Map.entry("c", -1f));
    assertThat(explanation.prediction().value()).isEqualTo(2);
  }

  @Test
  void predict_noSample_saysWhyAndGoesOn() {
    publish(version(learner("a", "b")));

    assertThatThrownBy(() -> replica.predict("{\"a\": 1".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
    assertThatThrownBy(() -> replica.predict("{\"a\": \"x\", \"b\": 1}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a");
    assertThat(replica.predict(ONES).value()).isEqualTo(3);
  }

  @Test
  void predict_noVersion_saysWhatToDo() {
    assertThatThrownBy(() -> replica.predict(ONES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model m has no version yet: wait for awaitVersion(1)");
    assertThat(replica.isReady(Duration.ofDays(1))).isFalse();
  }

  @Test
  void take_versionThatIsNotUnderstood_leavesTheOneBefore() {
    Learner learner = learner("a", "b");
    publish(version(learner));
    ModelVersion strange = learner.snapshot(Offsets.none(), MADE).version().with(Map.of());
    publish(new AssembledVersion(strange, Optional.empty(), 1, 1));

    assertThat(replica.predict(ONES).version()).isEqualTo(1);
    assertThat(replica.version()).map(ModelVersion::version).contains(1L);
  }

  @Test
  void follow_sourceThatFails_answersOnAndIsAskedAgain() {
    Learner learner = learner("a", "b");
    AtomicInteger asked = new AtomicInteger();
    AssembledVersion first = version(learner);
    AssembledVersion second = version(learner);
    VersionSource failing =
        (topic, model) ->
            asked.getAndIncrement() == 0
                ? Flux.just(first).concatWith(Flux.error(new IllegalStateException("away")))
                : Flux.just(second).concatWith(Flux.never());

    try (ModelReplica other = follow(failing)) {
      assertThat(other.predict(ONES).version()).isEqualTo(1);
      assertThat(other.awaitVersion(2).block(PATIENCE)).isNotNull();
      assertThat(other.predict(ONES).version()).isEqualTo(2);
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void isReady_versionOfAMinuteAgo_dependsOnTheBound() {
    publish(version(learner("a", "b")));

    assertThat(replica.age()).contains(Duration.ofMinutes(1));
    assertThat(replica.isReady(Duration.ofMinutes(1))).isTrue();
    assertThat(replica.isReady(Duration.ofSeconds(59))).isFalse();
  }

  private static ModelReplica follow(VersionSource source) {
    Clock aMinuteLater = Clock.fixed(MADE.plusSeconds(60), ZoneOffset.UTC);
    return ModelReplica.follow(source, "topic", "m", aMinuteLater);
  }

  private void publish(AssembledVersion version) {
    published.emitNext(version, Sinks.EmitFailureHandler.FAIL_FAST);
  }

  /** The next version of a learner, all of whose parameters are its number. */
  private static AssembledVersion version(Learner learner) {
    ModelVersion next = learner.snapshot(Offsets.none(), MADE).version();
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    next.parameters()
        .forEach((name, tensor) -> parameters.put(name, filled(tensor.shape(), next.version())));
    return new AssembledVersion(next.with(parameters), Optional.empty(), 1, 1);
  }

  private static Tensor filled(Shape shape, float value) {
    Tensor tensor = Tensor.zeros(shape);
    Arrays.fill(tensor.data(), value);
    return tensor;
  }

  private static Learner learner(String... features) {
    return new Learner(
        "m",
        new LearnerSettings(
            42,
            new SampleSettings(
                Stream.of(features).<FeatureSettings>map(FeatureSettings.Numeric::new).toList(),
                new LabelSettings("y", LabelSettings.Type.NUMERIC)),
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Sgd.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(BatchSettings.Mode.SINGLE, 1, Optional.empty(), 1)));
  }
}
