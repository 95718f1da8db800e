package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.SavedOptimizer;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A learner without Kafka, of three numbers or those and a category, with an optimizer as told. */
final class SmallLearner {
  private static final String NUMBERS = "{field: x, size: 3}";

  private final Learner learner;
  private final SampleDecoder decoder;

  /** One that starts from these lines of its model's section, perhaps {@code initial: FILE}. */
  SmallLearner(Path directory, String optimizer, String initial) throws IOException {
    this(directory, optimizer, initial, NUMBERS);
  }

  /** One whose first layer has columns that are mostly zero, as many as it has outputs. */
  static SmallLearner sparse(Path directory, String optimizer, String initial) throws IOException {
    String category = "{field: c, type: categorical, buckets: 5}";
    return new SmallLearner(
        directory,
        optimizer,
        initial,
        "[{field: x, type: array, size: 3}, %s]".formatted(category));
  }

  private SmallLearner(Path directory, String optimizer, String initial, String features)
      throws IOException {
    String yaml =
        """
        input: {topic: t}
        sample: {features: %s, label: {field: y, type: numeric}}
        model:
          layers: [%s{type: linear, out: 1}]
          %s
        loss: {type: mse}
        optimizer: {%s}
        batch: {mode: mini-batch, size: 4}
        """
            .formatted(features, hidden(optimizer), initial, optimizer);
    Path file = Files.writeString(directory.resolve("small.yaml"), yaml);
    this.learner = new LearnerFactory(Settings.read(file, Map.of())).get();
    this.decoder = new JsonFormat().labelled(learner.sample());
  }

  /** What stands before the last layer, where the optimizer is not of linear models alone. */
  private static String hidden(String optimizer) {
    boolean linear = optimizer.contains("newton") || optimizer.contains("normalized");
    return linear ? "" : "{type: linear, out: 8}, {type: tanh}, ";
  }

  /** Takes a step over each four of these samples. */
  SmallLearner learn(List<String> samples) throws RejectedSample {
    MiniBatch batch = learner.newBatch();
    for (String sample : samples) {
      decoder.decode(sample.getBytes(UTF_8), batch);
      if (batch.isFull()) {
        learner.learn(batch);
        batch.clear();
      }
    }
    return this;
  }

  /** Has it publish in blocks of four numbers from now on. */
  SmallLearner inBlocks() {
    learner.publishInBlocks(
        new BlockLimits() {
          @Override
          public int ofParameter(String parameter) {
            return 4;
          }

          @Override
          public int ofState(String parameter, List<String> slots) {
            return 4;
          }
        });
    return this;
  }

  /** What the command writes of it. */
  byte[] exportedWithState() {
    Snapshot now = learner.snapshot(Offsets.none(), Instant.EPOCH);
    ModelVersion whole = now.version().with(learner.parameters());
    return new SafetensorsVersionCodec().encode(whole, SavedOptimizer.of(now).file());
  }
}
