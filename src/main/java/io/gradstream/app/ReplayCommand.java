package io.gradstream.app;

import io.gradstream.codec.JsonSampleDecoder;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.Offsets;
import io.gradstream.pipeline.FileSampleSource;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.SampleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: the learner over a file, without Kafka. */
@Command(
    name = "replay",
    description = "Learns from a file as train does from a topic; for back-testing and tuning.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  /** Versions are paced by steps alone, so that a replay depends on nothing but its samples. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private SampleOptions samples = new SampleOptions();

  @Option(
      names = "--updates",
      paramLabel = "FILE",
      description = "write every version there, a JSON line each")
  private @Nullable Path updates;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = "write there what was predicted for each sample before it was learned")
  private @Nullable Path predictions;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "write the final model there, as safetensors")
  private @Nullable Path export;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read();
    SampleFile file = samples.file();
    Learner learner = Learners.create(settings);
    try (FileSink sink = new FileSink(updates);
        PredictionWriter writer = new PredictionWriter(predictions, settings.sample().label())) {
      Progress progress = new Progress(writer);
      LearningPipeline pipeline =
          new LearningPipeline(
              learner,
              () -> JsonSampleDecoder.labelled(settings.sample()),
              pace(settings.publish()),
              progress);
      Shutdown.onSignal(pipeline::stop);
      try (ProgressLog log = new ProgressLog(progress)) {
        pipeline.run(new FileSampleSource(file, samples.repeat), sink, Offsets.none()).block();
      }
      if (export != null) {
        Exports.write(sink.newest(learner), export);
      }
      System.out.println(Json.line(Summary.of(learner, progress)));
    }
    return 0;
  }

  /** Without a file for them, only the last version is taken. */
  private PublishSettings pace(PublishSettings given) {
    long everySteps = updates == null ? Long.MAX_VALUE : given.everySteps();
    return new PublishSettings(given.topic(), given.format(), everySteps, NEVER);
  }
}
