package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.config.Overrides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Combinations of settings, as many side by side as there is memory for as a rule.
 *
 * @param config the configuration that they change
 * @param samples what is learned from
 * @param console is told how far they are
 */
public record TuneRun(Path config, SampleOptions samples, Console console) {
  private static final int SIDE_BY_SIDE = 16;

  /** What became of them, in their order. */
  public List<TuneTrial> of(List<Overrides> grid) {
    Map<Overrides, TuneTrial> trials = new LinkedHashMap<>();
    List<TrialLearner> possible = new ArrayList<>();
    for (Overrides overrides : grid) {
      try {
        possible.add(new TrialLearner(overrides, overrides.settings(config, System.getenv())));
        trials.put(overrides, TuneTrial.impossible(overrides, ""));
      } catch (RuntimeException wrong) {
        trials.put(overrides, TuneTrial.impossible(overrides, TrialLearner.reason(wrong)));
      }
    }
    for (int from = 0; from < possible.size(); from += SIDE_BY_SIDE) {
      int to = Math.min(from + SIDE_BY_SIDE, possible.size());
      new SideBySide(possible.subList(from, to), samples, console)
          .learn()
          .forEach(trial -> trials.put(trial.overrides(), trial));
      console.err().printf("%d of %d combinations done%n", to, possible.size());
    }
    return List.copyOf(trials.values());
  }
}
