package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.app.train.ScaledTraining;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.Clients;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several learners in one JVM, over four partitions. */
@ExtendWith(SharedBroker.class)
@Timeout(240)
class ScaledTrainingTest {
  private static final int PARTITIONS = 4;
  private static final int SAMPLES = 800;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"1, classic", "2, classic", "4, classic", "2, consumer"})
  void run_severalMembers_endWithOneModelOfEverySample(int members, String protocol)
      throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "publish: {format: safetensors}",
            "scale: {round: 50, protocol: %s}".formatted(protocol));
    trial.createTopics(PARTITIONS);
    List<String> records = new ArrayList<>(Samples.flights().subList(0, SAMPLES));
    records.add(7, "broken");
    trial.send(records);

    List<Map<String, Object>> summaries = run(trial, members);

    summaries.forEach(
        summary ->
            assertThat(summary)
                .containsEntry("samples", (long) SAMPLES)
                .containsEntry("deadLetters", 1L));
    ModelVersion newest = trial.exportedVersion();
    assertThat(newest.samples()).isEqualTo(SAMPLES);
    assertThat(summaries)
        .extracting(ScaledTrainingTest::fingerprint)
        .containsOnly(newest.fingerprint());
    assertThat(trial.committed().records(trial.settings().topics().deadLetter())).hasSize(1);
    assertThat(trial.committed().offsets(trial.settings().modelName()).byTopic())
        .isEqualTo(newest.offsets().byTopic());
  }

  @Test
  void run_behindALearnerAloneAndBeforeOne_goesOn() throws IOException {
    Trial alone = Trial.of(directory, "flights", "publish: {format: safetensors}");
    alone.createTopics(PARTITIONS);
    alone.send(Samples.flights().subList(0, 500));
    alone.trainUntilEnd();
    Settings settings = alone.settings();
    Trial shared = alone.with("scale: {round: 20, staleness: 1}");
    shared.send(Samples.flights().subList(500, SAMPLES));

    List<Map<String, Object>> summaries = run(shared, 2);

    ModelVersion newest = shared.exportedVersion();
    assertThat(newest.samples()).isEqualTo(SAMPLES);
    assertThat(summaries)
        .extracting(ScaledTrainingTest::fingerprint)
        .containsOnly(newest.fingerprint());
    assertThat(beginning(shared)).as("where the log begins, which is cut").isPositive();
    shared.send(Samples.flights().subList(0, 10));
    Training.ofTopic(settings, true, new TrainingListener() {}).run();
    assertThat(shared.exportedVersion().samples()).isEqualTo(SAMPLES + 10);
    assertThat(shared.exportedVersion().version()).isGreaterThan(newest.version());
  }

  private static long beginning(Trial trial) {
    TopicPartition log = new TopicPartition(trial.settings().modelName() + ".deltas", 0);
    try (Admin admin = new Clients(trial.settings().kafka()).admin()) {
      return admin
          .listOffsets(Map.of(log, OffsetSpec.earliest()))
          .partitionResult(log)
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .offset();
    }
  }

  /** Markers take offsets, and so does what is never committed. */
  @Test
  void run_samplesInTransactions_learnsWhatIsCommittedOnce() throws IOException {
    Trial trial =
        Trial.of(directory, "flights", "publish: {format: safetensors}", "scale: {round: 50}");
    trial.createTopics(PARTITIONS);
    List<String> flights = Samples.flights();
    sendInTransaction(trial, flights.subList(0, 100), false);
    sendInTransaction(trial, flights.subList(100, 300), true);
    sendInTransaction(trial, flights.subList(300, 400), false);
    sendInTransaction(trial, flights.subList(400, 600), true);

    List<Map<String, Object>> summaries = run(trial, 2);

    assertThat(summaries).extracting(each -> each.get("samples")).containsOnly(400L);
    assertThat(trial.exportedVersion().samples()).isEqualTo(400);
  }

  /** A model has all samples of its key, those too that came when another member had it. */
  @Test
  void run_modelForEachKey_learnsEachSampleOnceByItsKey() throws IOException {
    Trial lone = DeviceSamples.trial(directory);
    Settings alone = lone.settings();
    Trial trial = lone.with("scale: {round: 20, staleness: 1}");
    trial.createTopics(PARTITIONS);
    DeviceSamples.produce(trial, directory, 0, 600);

    List<Map<String, Object>> summaries = run(trial, 2);
    DeviceSamples.produce(trial, directory, 600, SAMPLES);
    summaries.addAll(run(trial, 1));

    assertThat(summaries).extracting(each -> each.get("samples")).containsExactly(600L, 600L, 800L);
    DeviceSamples.requireLearned(trial, SAMPLES);
    Training later = Training.ofTopic(alone, true, new TrainingListener() {});
    assertThatThrownBy(later::run).hasMessageContaining("go on with scale");
  }

  private static void sendInTransaction(Trial trial, List<String> samples, boolean commits) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            trial.settings().kafka().bootstrapServers(),
            "transactional.id",
            trial.inputTopic() + "-feed");
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, bytes, bytes)) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < samples.size(); i++) {
        byte[] value = samples.get(i).getBytes(UTF_8);
        var unused =
            producer.send(new ProducerRecord<>(trial.inputTopic(), i % PARTITIONS, null, value));
      }
      producer.flush();
      if (commits) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private static List<Map<String, Object>> run(Trial trial, int members) {
    List<CompletableFuture<Map<String, Object>>> running =
        IntStream.range(0, members)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> ScaledTraining.of(trial.settings(), true).run(),
                        task -> new Thread(task, "member-" + each).start()))
            .toList();
    return new ArrayList<>(running.stream().map(CompletableFuture::join).toList());
  }

  private static Object fingerprint(Map<String, Object> summary) {
    Map<?, ?> scale = (Map<?, ?>) Objects.requireNonNull(summary.get("scale"));
    return Objects.requireNonNull(scale.get("fingerprint"));
  }
}
