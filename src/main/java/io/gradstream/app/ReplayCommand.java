package io.gradstream.app;

import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.RecordLimits;
import io.gradstream.learn.Learner;
import io.gradstream.learn.Offsets;
import io.gradstream.pipeline.FileSampleSource;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.PublishSettings;
import io.gradstream.pipeline.PublishSettings.Format;
import io.gradstream.pipeline.SampleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay}: the learner over a file, without Kafka. */
@Command(
    name = "replay",
    description = "Learns from a file as train does from a topic; for back-testing and tuning.")
final class ReplayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayCommand.class);

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
      description =
          "write there what was predicted for each sample before it was learned, a JSON line each")
  private @Nullable Path predictions;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "write the final model there, as safetensors")
  private @Nullable Path export;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;
  private volatile boolean stopped;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = config.readToLearn();
    SampleFormat format = SampleFormat.ofFile(settings);
    SampleFile file = samples.file(format.labelled());
    Outputs outputs = outputs();
    Learner learner = Learners.create(settings);
    RecordLimits.standard(settings.topics())
        .fit(learner, Formats.encoders(Format.JSON), Formats.elementBytes(Format.JSON));
    try (FileSink sink = new FileSink(outputs.updates);
        PredictionWriter writer =
            new PredictionWriter(outputs.predictions, settings.sample().label())) {
      Progress progress = new Progress(writer);
      LearningPipeline pipeline =
          new LearningPipeline(
              learner, () -> format.labelled(learner.sample()), pace(settings.publish()), progress);
      Shutdown.onSignal(
          () -> {
            stopped = true;
            pipeline.stop();
          });
      try (ProgressLog log = new ProgressLog(progress)) {
        pipeline.run(new FileSampleSource(file, samples.repeat()), sink, Offsets.none()).block();
      }
      warnIfNothingLearned(progress, file);
      if (outputs.export.isPresent()) {
        outputs.export.get().replace(new SafetensorsVersionCodec().encode(sink.newest(learner)));
      }
      console.out().println(Json.line(Summary.of(learner, progress)));
      return progress.isAllRejected() ? 1 : 0;
    }
  }

  /** The files to write, checked before anything is learned. */
  private Outputs outputs() {
    Outputs outputs =
        new Outputs(
            OutputFile.of("--updates", updates),
            OutputFile.of("--predictions", predictions),
            OutputFile.of("--export", export));
    List<Path> read = new ArrayList<>(samples.paths());
    read.add(config.file());
    OutputFile.requireDistinct(read, outputs.all());
    return outputs;
  }

  private void warnIfNothingLearned(Progress progress, SampleFile file) {
    if (progress.isAllRejected()) {
      LOG.warn(
          "nothing was learned: every record of {} was rejected, most of them because {}",
          file.name(),
          progress.rejections().commonest().orElse(""));
    } else if (progress.samples() == 0 && !stopped) {
      LOG.warn("nothing was learned: {} has no samples", file.name());
    }
  }

  /** Without a file for them, only the last version is taken. */
  private PublishSettings pace(PublishSettings given) {
    long everySteps = updates == null ? Long.MAX_VALUE : given.everySteps();
    return new PublishSettings(given.topic(), given.format(), everySteps, NEVER);
  }

  private record Outputs(
      Optional<OutputFile> updates, Optional<OutputFile> predictions, Optional<OutputFile> export) {
    List<OutputFile> all() {
      List<OutputFile> all = new ArrayList<>();
      List.of(updates, predictions, export).forEach(each -> each.ifPresent(all::add));
      return all;
    }
  }
}
