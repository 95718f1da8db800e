package io.gradstream.app.output;

import io.gradstream.app.train.Progress;
import io.gradstream.app.train.ProgressLog;
import io.gradstream.learn.Contest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * How far a run is and how well it does: lines that change at the end of a terminal, with the loss
 * of the newest samples as a curve; elsewhere a line every few seconds.
 */
public final class ProgressPanel implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(250);

  /** How much the newest looks count in the rate that is shown. */
  private static final double SMOOTHING = 0.3;

  private static final int CURVE = 40;

  private final Progress progress;
  private final DoubleSupplier share;
  private final Console console;
  private final Disposable ticks;
  private final Sparkline curve = new Sparkline(CURVE);
  private long seen;
  private long seenNs = System.nanoTime();
  private double perSecond = Double.NaN;

  /**
   * A panel of a run without a known end.
   *
   * @param progress of the run
   */
  public ProgressPanel(Progress progress, Console console) {
    this(progress, () -> Double.NaN, console);
  }

  /**
   * A panel of a run.
   *
   * @param share how much of all there is is done, from 0 to 1; NaN where nobody knows
   */
  public ProgressPanel(Progress progress, DoubleSupplier share, Console console) {
    this.progress = progress;
    this.share = share;
    this.console = console;
    this.ticks =
        console.isTerminal()
            ? Flux.interval(EVERY).subscribe(tick -> show())
            : new ProgressLog(progress)::close;
  }

  private synchronized void show() {
    progress.tellIfDue();
    Map<String, Object> figures = progress.figures();
    look();
    curve.add(windowLoss(figures));
    console.show(lines(figures));
  }

  private List<String> lines(Map<String, Object> figures) {
    String loss = curve.text() + "  the newest samples' loss";
    String contest =
        new ContestLine(child(figures, "window"), child(figures, Contest.FIGURES)).text();
    return contest.isEmpty()
        ? List.of(counts(), skill(figures), loss)
        : List.of(counts(), skill(figures), contest, loss);
  }

  private void look() {
    long samples = progress.samples();
    long nowNs = System.nanoTime();
    double now = (samples - seen) * (double) TimeUnit.SECONDS.toNanos(1) / (nowNs - seenNs);
    perSecond = Double.isNaN(perSecond) ? now : perSecond + SMOOTHING * (now - perSecond);
    seen = samples;
    seenNs = nowNs;
  }

  private String counts() {
    String counts = format("%,d samples  %,.0f a second", progress.samples(), perSecond);
    String version = progress.version() == 0 ? "" : format("  version %d", progress.version());
    String lag = progress.lag() == 0 ? "" : format("  %,d behind", progress.lag());
    return counts + version + lag + left();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** {@code about 0:42 left}. */
  private String left() {
    double done = share.getAsDouble();
    if (!(done > 0 && done < 1)) {
      return "";
    }
    long seconds = Math.round(progress.elapsed().toMillis() / 1e3 * (1 - done) / done);
    return format("  about %d:%02d left", seconds / 60, seconds % 60);
  }

  private static String skill(Map<String, Object> figures) {
    Map<String, Object> all = new LinkedHashMap<>(child(figures, "metrics"));
    all.put("baselines", child(figures, "baselines"));
    return new Figures(all).text();
  }

  @SuppressWarnings("unchecked") // a tree for JSON, whose keys are texts
  private static Map<String, Object> child(Map<String, Object> tree, String key) {
    return tree.get(key) instanceof Map<?, ?> child ? (Map<String, Object>) child : Map.of();
  }

  private static double windowLoss(Map<String, Object> figures) {
    return child(figures, "window").entrySet().stream()
        .filter(figure -> !figure.getKey().equals("samples"))
        .map(Map.Entry::getValue)
        .filter(Number.class::isInstance)
        .mapToDouble(loss -> ((Number) loss).doubleValue())
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    ticks.dispose();
    console.show(List.of());
  }
}
