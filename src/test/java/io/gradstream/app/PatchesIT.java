package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A large model's versions cost what has changed, and so do its topics, once compacted. */
@ExtendWith(SharedBroker.class)
class PatchesIT {
  private static final int BUCKETS = 1 << 20;
  private static final int VERSIONS = 1000;
  private static final int STRETCH = 50;
  private static final long MODEL_BYTES = (long) BUCKETS * Float.BYTES;

  @TempDir private Path directory;

  @Test
  void train_aThousandVersions_leavesLessThanThreeModelsOnEachTopic() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "sample: {features: [{field: id, type: categorical, buckets: %d}],".formatted(BUCKETS)
                + " label: {field: delayed, type: binary}}",
            "optimizer: {type: adagrad, learningRate: 0.1}",
            "publish: {everySteps: %d, everyInterval: 1h}".formatted(STRETCH));
    trial.createTopics(1);
    List<String> topics =
        List.of(trial.settings().topics().parameters(), trial.settings().topics().state());
    topics.forEach(trial.committed()::compactEagerly);
    List<String> samples = samples(VERSIONS * STRETCH / 2);
    trial.send(samples.subList(0, samples.size() / 2));
    trial.trainUntilEnd();
    trial.send(samples.subList(samples.size() / 2, samples.size()));
    trial.send(samples);

    trial.trainUntilEnd();

    // Twice a model is what there is to be kept; the rest is for what compaction has yet to see.
    topics.forEach(
        topic -> trial.committed().awaitBytesBelow(topic, 3 * MODEL_BYTES, Duration.ofMinutes(2)));
    assertThat(patches(trial, topics.get(0))).isNotEmpty();
    List<String> learned = new ArrayList<>(samples);
    learned.addAll(samples);
    assertThat(trial.exported()).isEqualTo(trial.replay(learned));
  }

  private static List<String> patches(Trial trial, String topic) {
    String key = trial.settings().modelName() + "/patch/0.weight/";
    return trial.committed().compacted(topic).stream()
        .map(ConsumerRecord::key)
        .map(String::new)
        .filter(each -> each.startsWith(key))
        .toList();
  }

  private static List<String> samples(int count) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":%d,\"delayed\":%d}".formatted(random.nextInt(1 << 22), i % 2))
        .toList();
  }
}
