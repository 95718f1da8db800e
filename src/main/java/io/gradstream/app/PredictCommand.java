package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.replay.SampleOptions;
import io.gradstream.app.train.InputFormat;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.config.Settings;
import io.gradstream.learn.model.Predictor;
import io.gradstream.pipeline.file.FileSampleSource;
import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.replica.KeyModels;
import io.gradstream.version.Offsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** {@code predict}: the newest published model answers samples. */
@Command(
    name = "predict",
    description = "Predicts samples by the newest published model, a JSON object a line.")
final class PredictCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--input",
      paramLabel = "SAMPLES",
      defaultValue = SampleOptions.STDIN,
      description = SampleOptions.DESCRIPTION + ", which is the default")
  private String input = SampleOptions.STDIN;

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;
  private final AtomicReference<@Nullable AssembledVersion> newest = new AtomicReference<>();
  private final KeyModels keys = new KeyModels();
  private volatile @Nullable RecordPredictor predictor;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Settings settings = config.readToConnect(console);
    InputFormat format = InputFormat.ofFile(settings);
    SampleFile file = SampleOptions.file(input, format.unlabelled());
    Sinks.Empty<Void> signal = Sinks.empty();
    Shutdown.onSignal(signal::tryEmitEmpty);
    Sinks.Empty<Void> ready = Sinks.empty();
    Mono<Void> following =
        new PublishedVersions(settings)
            .newest()
            .doOnNext(
                version -> {
                  keys.accept(version);
                  newest.set(version);
                  ready.tryEmitEmpty();
                })
            .then();
    ready
        .asMono()
        .thenMany(Flux.defer(() -> toBeAnswered(settings, format, file)))
        .takeUntilOther(Mono.firstWithSignal(following, signal.asMono()))
        // Behind it, so that what has been begun is written out when a signal comes.
        .doOnNext(Runnable::run)
        .blockLast();
    RecordPredictor last = predictor;
    return last != null && last.isAllRejected() ? 1 : 0;
  }

  private Flux<Runnable> toBeAnswered(Settings settings, InputFormat format, SampleFile file) {
    RecordPredictor all =
        new RecordPredictor(
            () -> Objects.requireNonNull(newest.get()),
            keys,
            format::unlabelled,
            version -> tell(settings, version),
            console.out());
    predictor = all;
    return all.answers(new FileSampleSource(file, 1).records(Offsets.none()));
  }

  private void tell(Settings settings, Predictor predictor) {
    console
        .err()
        .printf(
            "version %d of model %s answers, and newer ones from topic %s at %s%n",
            predictor.version().version(),
            predictor.version().model(),
            settings.topics().parameters(),
            settings.kafka().bootstrapServers());
    List<String> differences =
        predictor.description().differences(settings.learner().description());
    if (!differences.isEmpty()) {
      console
          .err()
          .printf(
              "it was learned with another configuration, by which it answers: %s (change it back,"
                  + " or learn anew with train --reset)%n",
              String.join("; ", differences));
    }
  }
}
