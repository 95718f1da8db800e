package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.kafka.RecordLimits;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.Caution;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.PublishSettings.Format;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The learner over a source that ends, as often as it is begun anew. */
final class Replay {
  private final Settings settings;
  private final InputFormat format;
  private final PublishSettings publish;
  private boolean stopped;
  private @Nullable LearningPipeline pipeline;

  Replay(Settings settings, InputFormat format, PublishSettings publish) {
    this.settings = settings;
    this.format = format;
    this.publish = publish;
  }

  /**
   * What a run ends with.
   *
   * @param newest gives the last version, with its parameters
   */
  record Result(Learner learner, Progress progress, Supplier<ModelVersion> newest) {}

  Settings settings() {
    return settings;
  }

  /** A learner that has learned nothing. */
  Learner newLearner() {
    Learner learner = Learners.create(settings);
    RecordLimits.standard(settings.topics())
        .fit(learner, Formats.encoders(Format.JSON), Formats.elementBytes(Format.JSON));
    return learner;
  }

  /** Has a new learner learn from a source's beginning to its end, or until {@link #stop}. */
  Result run(Learner learner, SampleSource source, ReplayOutputs.Opened outputs, Caution caution) {
    Progress progress = new Progress(outputs);
    LearningPipeline learning = pipelineOf(learner, progress, caution);
    try (ProgressLog log = new ProgressLog(progress)) {
      learning.run(source, outputs.versions(), Offsets.none()).block();
    }
    return new Result(learner, progress, () -> outputs.versions().newest(learner));
  }

  private synchronized LearningPipeline pipelineOf(
      Learner learner, Progress progress, Caution caution) {
    LearningPipeline learning =
        new LearningPipeline(
            learner, () -> format.labelled(learner.sample()), publish, progress, caution);
    pipeline = learning;
    if (stopped) {
      learning.stop();
    }
    return learning;
  }

  /** Ends in good order: the step in hand is finished and published. */
  synchronized void stop() {
    stopped = true;
    if (pipeline != null) {
      pipeline.stop();
    }
  }
}
