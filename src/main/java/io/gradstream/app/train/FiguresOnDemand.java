package io.gradstream.app.train;

import io.gradstream.learn.Contest;
import io.gradstream.learn.Learner;
import java.util.Map;

/**
 * A learner's figures for another thread: that asks for them, and has them behind the learner's
 * next step. Nobody waits, and whoever does not ask costs nothing.
 */
public final class FiguresOnDemand {
  private volatile boolean wanted;
  private volatile Map<String, Object> newest = Map.of();

  /** Those that were wanted before; newer ones are wanted from now on. */
  public Map<String, Object> newest() {
    wanted = true;
    return newest;
  }

  /** On the learner's thread, between two steps. */
  public void giveIfWanted(Learner learner) {
    if (wanted) {
      wanted = false;
      Map<String, Object> report = learner.metrics().report();
      learner.contest().ifPresent(each -> report.put(Contest.FIGURES, each.figures()));
      newest = report;
    }
  }
}
