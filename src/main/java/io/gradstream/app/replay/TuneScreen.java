package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Combinations while they learn: a table that changes on a terminal, the best by its loss first;
 * elsewhere a line every few seconds. A loss is that of each combination's own function, which
 * another one's cannot be compared with; the final table ranks by figures that can.
 */
final class TuneScreen implements AutoCloseable {
  private static final Duration LOOKS = Duration.ofMillis(200);
  private static final Duration LINES = Duration.ofSeconds(5);
  private static final Comparator<TrialLearner> BEST_FIRST =
      Comparator.comparingDouble(TrialLearner::loss);

  private final List<TrialLearner> learners;
  private final Console console;
  private final Disposable ticks;

  TuneScreen(List<TrialLearner> learners, Console console) {
    this.learners = learners;
    this.console = console;
    this.ticks = Flux.interval(console.isTerminal() ? LOOKS : LINES).subscribe(tick -> show());
  }

  private void show() {
    List<TrialLearner> begun =
        learners.stream().filter(each -> each.samples() > 0).sorted(BEST_FIRST).toList();
    if (console.isTerminal()) {
      console.show(begun.stream().flatMap(each -> each.lines().texts().stream()).toList());
    } else if (!begun.isEmpty()) {
      console
          .err()
          .printf(
              "%d combinations, the best so far: %s%n",
              learners.size(), begun.get(0).lines().texts().get(0).strip());
    }
  }

  @Override
  public void close() {
    ticks.dispose();
    console.show(List.of());
  }
}
