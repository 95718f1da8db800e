package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.config.Settings;
import io.gradstream.data.SampleSettings;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.learn.keyed.PerKeySettings;
import io.gradstream.pipeline.SharedPass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Learners that learn from the same files at once, on all cores, in one pass over them: samples are
 * read and decoded once for all that want the same of them.
 *
 * @param learners each with settings of its own
 */
record SideBySide(List<TrialLearner> learners, SampleOptions samples, Console console) {
  /** What learners have in common that learn from the same rows. */
  private record Reading(InputSettings input, SampleSettings sample, Optional<String> keyField) {
    static Reading of(TrialLearner learner) {
      Settings settings = learner.settings();
      Optional<String> keyField = settings.perKey().map(PerKeySettings::field);
      return new Reading(settings.input(), settings.sample(), keyField);
    }
  }

  /** What became of them, in any order. */
  List<TuneTrial> learn() {
    Scheduler threads = Schedulers.newBoundedElastic(learners.size(), Integer.MAX_VALUE, "tune");
    try (TuneScreen screen = new TuneScreen(learners, console)) {
      return Flux.fromIterable(
              learners.stream().collect(Collectors.groupingBy(Reading::of)).values())
          .flatMap(together -> learn(together, threads), learners.size())
          .collectList()
          .blockOptional()
          .orElseThrow();
    } finally {
      threads.dispose();
    }
  }

  private Flux<TuneTrial> learn(List<TrialLearner> together, Scheduler threads) {
    return Flux.defer(() -> learn(together, files(together), threads))
        .onErrorResume(
            RuntimeException.class,
            wrong -> Flux.fromIterable(together).map(learner -> learner.impossible(wrong)));
  }

  private SampleFiles files(List<TrialLearner> together) {
    return SampleFiles.of(together.get(0).settings(), samples);
  }

  private Flux<TuneTrial> learn(List<TrialLearner> together, SampleFiles files, Scheduler threads) {
    return Flux.using(
        () -> new SharedPass(files.source(), together.size()),
        pass ->
            Flux.fromIterable(together)
                .flatMap(
                    learner ->
                        Mono.fromCallable(() -> learn(learner, files, pass)).subscribeOn(threads),
                    together.size()),
        SharedPass::close);
  }

  private TuneTrial learn(TrialLearner learner, SampleFiles files, SharedPass pass) {
    try (SharedPass.Place place = pass.place()) {
      return learner.learn(place, files.format(), console);
    }
  }
}
