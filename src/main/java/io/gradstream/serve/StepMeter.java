package io.gradstream.serve;

import io.gradstream.learn.StepFigures;
import io.gradstream.learn.StepResult;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens at every step. The learner's thread only moves plain counters, which the scrape
 * reads: nothing is allocated, and one step in {@value #TIMED} is timed and stands for them all,
 * for a step may take less than reading the clock.
 */
final class StepMeter {
  private static final int TIMED = 16;

  private final Clock clock;

  // Written by the learner's thread alone.
  private final AtomicLong samples = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong stepNs = new AtomicLong();
  private final AtomicLong newestSampleMs = new AtomicLong();
  private final AtomicInteger lossBits = new AtomicInteger(Float.floatToIntBits(Float.NaN));
  private long startedNs;

  /** When the first step after the newest publication was taken, by the clock of steps; or 0. */
  private final AtomicLong unpublishedSinceNs = new AtomicLong();

  private volatile @Nullable StepFigures figures;

  StepMeter(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    count(registry, "gradstream.samples", "Samples learned.", samples);
    count(registry, "gradstream.steps", "Batches learned: a step each, but in full mode.", steps);
    FunctionTimer.builder(
            "gradstream.step",
            this,
            each -> each.steps.get(),
            each -> each.stepNs.get(),
            TimeUnit.NANOSECONDS)
        .description("Time spent in steps, found by timing one in 16.")
        .register(registry);
    gauge(registry, "gradstream.loss", "The newest batch's loss before its step.", StepMeter::loss);
    gauge(
        registry,
        "gradstream.learning.rate",
        "The newest step's learning rate.",
        StepMeter::learningRate);
    gauge(
        registry,
        "gradstream.gradient.norm",
        "All gradients' norm before clipping, at the first step after the last scrape.",
        StepMeter::gradientNorm);
    gauge(
        registry,
        "gradstream.step.norm",
        "How far the same step moved the parameters.",
        StepMeter::stepNorm);
    gauge(
        registry,
        "gradstream.newest.sample.age.seconds",
        "Time since the newest learned sample was written to its topic.",
        StepMeter::newestSampleAge);
    gauge(
        registry,
        "gradstream.unpublished.age.seconds",
        "How long something learned has been waiting for its version.",
        each -> each.unpublishedFor().toNanos() / 1e9);
  }

  private static void count(
      MeterRegistry registry, String name, String description, AtomicLong counter) {
    FunctionCounter.builder(name, counter, AtomicLong::get)
        .description(description)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<StepMeter> value) {
    Gauge.builder(name, this, value).description(description).register(registry);
  }

  /** From here on steps are taken with these; whatever was unpublished is lost. */
  void begin(StepFigures learner) {
    figures = learner;
    unpublishedSinceNs.set(0);
  }

  void learning(long timestampMs) {
    if (timestampMs > newestSampleMs.get()) {
      newestSampleMs.lazySet(timestampMs);
    }
    if (isTimed()) {
      startedNs = System.nanoTime();
    }
  }

  void learned(StepResult result) {
    if (isTimed()) {
      stepNs.lazySet(stepNs.get() + TIMED * (System.nanoTime() - startedNs));
    }
    lossBits.lazySet(Float.floatToRawIntBits(result.loss()));
    samples.lazySet(samples.get() + result.rows());
    steps.lazySet(steps.get() + 1);
    if (unpublishedSinceNs.get() == 0) {
      unpublishedSinceNs.set(nowNs());
    }
  }

  private boolean isTimed() {
    return steps.get() % TIMED == 0;
  }

  /** What was learned is public. On the publishing thread. */
  void published() {
    unpublishedSinceNs.set(0);
  }

  /**
   * How long something learned has been waiting for its version. What was learned while the newest
   * one was written counts from the step that followed.
   */
  Duration unpublishedFor() {
    long sinceNs = unpublishedSinceNs.get();
    return sinceNs == 0 ? Duration.ZERO : Duration.ofNanos(nowNs() - sinceNs);
  }

  /** Never 0, which is for nothing. */
  private static long nowNs() {
    return System.nanoTime() | 1;
  }

  private double loss() {
    return Float.intBitsToFloat(lossBits.get());
  }

  double learningRate() {
    return ofStep(StepFigures::learningRate);
  }

  /** As it was at the first step after the last call. */
  double gradientNorm() {
    return ofStep(StepFigures::gradientNorm);
  }

  /** Of the same step. */
  double stepNorm() {
    return ofStep(StepFigures::stepNorm);
  }

  /** By field, the largest first. */
  Map<String, Double> contributions() {
    StepFigures current = figures;
    return current == null ? Map.of() : current.contributions();
  }

  /** In seconds; NaN before the first. */
  double newestSampleAge() {
    long writtenMs = newestSampleMs.get();
    return writtenMs == 0 ? Double.NaN : Math.max(0, clock.millis() - writtenMs) / 1e3;
  }

  private double ofStep(ToDoubleFunction<StepFigures> figure) {
    StepFigures current = figures;
    return current == null ? Double.NaN : figure.applyAsDouble(current);
  }
}
