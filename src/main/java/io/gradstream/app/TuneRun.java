package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.config.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Combinations of settings, learned with as many at a time as there are processors.
 *
 * @param config the configuration that they change
 * @param samples what is learned from
 * @param console is told of each when it is done
 */
record TuneRun(Path config, SampleOptions samples, Console console) {
  /** What became of them, in their order. */
  List<TuneTrial> of(List<Overrides> grid) {
    int processors = Runtime.getRuntime().availableProcessors();
    Scheduler threads = Schedulers.newBoundedElastic(processors, Integer.MAX_VALUE, "tune");
    AtomicInteger done = new AtomicInteger();
    try {
      return Flux.fromIterable(grid)
          .flatMapSequential(
              overrides -> Mono.fromCallable(() -> trial(overrides)).subscribeOn(threads),
              processors)
          .doOnNext(trial -> tell(trial, done.incrementAndGet(), grid.size()))
          .collectList()
          .blockOptional()
          .orElseThrow();
    } finally {
      threads.dispose();
    }
  }

  private TuneTrial trial(Overrides overrides) {
    return TuneTrial.run(config, overrides, samples, console);
  }

  private void tell(TuneTrial trial, int done, int all) {
    String figures = trial.failure().isEmpty() ? new Figures(trial.metrics()).text() : "impossible";
    console.err().printf("%d of %d  %s  %s%n", done, all, trial.name(), figures);
  }
}
