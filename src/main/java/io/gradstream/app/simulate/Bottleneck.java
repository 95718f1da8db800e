package io.gradstream.app.simulate;

import io.gradstream.pipeline.simulate.SimulatedRun;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What keeps runs with one length of a round from being faster, and from how many members on. */
record Bottleneck(List<SimulatedRun> runs) {
  /** More members bring something if twice as many bring a tenth more. */
  private static final double GAIN_OF_DOUBLING = 1.1;

  private static final double MANY_VOIDS = 0.1;

  private record Use(String what, double share) {}

  /** One sentence. */
  String sentence() {
    for (int i = 0; i + 1 < runs.size(); i++) {
      if (gain(runs.get(i), runs.get(i + 1)) < GAIN_OF_DOUBLING) {
        return "round %d: beyond %s more bring next to nothing: %s. A sharded model would have to begin here"
            .formatted(runs.get(i).round(), members(runs.get(i)), busiest(runs.get(i + 1)));
      }
    }
    SimulatedRun last = runs.get(runs.size() - 1);
    return "round %d: up to %s more bring more; there %s"
        .formatted(last.round(), members(last), busiest(last));
  }

  private static String members(SimulatedRun run) {
    return run.members() == 1 ? "1 member" : run.members() + " members";
  }

  /** What twice as many would have brought, if each doubling brings the same. */
  private static double gain(SimulatedRun few, SimulatedRun many) {
    double doublings = Math.log(many.members() / (double) few.members()) / Math.log(2);
    return Math.pow(many.samplesPerSecond() / few.samplesPerSecond(), 1 / doublings);
  }

  private static String busiest(SimulatedRun run) {
    SimulatedRun.Shares busy = run.busy();
    Use most =
        List.of(
                new Use("the log is busy with taking in rounds", busy.log()),
                new Use(
                    "the broker's network is busy with sending rounds to members", busy.network()),
                new Use("a member is busy with reading the rounds of all", busy.reading()),
                new Use("the processors are busy that members share", busy.cores()))
            .stream()
            .max(Comparator.comparingDouble(Use::share))
            .orElseThrow();
    String told =
        String.format(
            Locale.ROOT,
            "with %s, %s %.0f %% of the time",
            members(run),
            most.what(),
            100 * most.share());
    double voids = run.voids() / Math.max(1.0, run.rounds() + run.voids());
    return voids < MANY_VOIDS
        ? told
        : told + String.format(Locale.ROOT, ", and %.0f %% of the rounds are void", 100 * voids);
  }
}
