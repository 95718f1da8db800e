package io.gradstream.learn.drift;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.sun.management.ThreadMXBean;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftMonitorTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(new FeatureSettings.Numeric("x")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private final SplittableRandom random = new SplittableRandom(7);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PSI")
  void observe_ofALossThatRises_marksItWithItsSamples(Method by) {
    DriftMonitor monitor = monitor(by);

    long samples = observe(monitor, 2_000, 1, 0);
    observe(monitor, 500, 2, samples);

    assertThat(monitor.describe())
        .containsEntry("changes", 1L)
        .extractingByKey("newest", LIST)
        .singleElement()
        .asString()
        .matches(
            "\\{samples=2[01]\\d\\d, by=" + (by == Method.ADWIN ? "adwin" : "page-hinkley") + "}");
  }

  @Test
  void rateFactor_behindAMark_isRaisedForAThousandSamples() {
    DriftMonitor monitor =
        new DriftMonitor(
            new DriftSettings(List.of(Method.PAGE_HINKLEY), List.of(Reaction.RAISE_RATE)), SAMPLE);
    DriftMonitor marking = monitor(Method.PAGE_HINKLEY);
    long samples = observe(monitor, 2_000, 1, 0);
    assertThat(monitor.rateFactor(samples)).isEqualTo(1);
    samples = observe(monitor, 500, 2, samples);
    observe(marking, 500, 2, observe(marking, 2_000, 1, 0));
    long mark = mark(monitor);

    assertThat(monitor.rateFactor(samples)).isEqualTo(3);
    assertThat(monitor.rateFactor(mark + 999)).isEqualTo(3);
    assertThat(monitor.rateFactor(mark + 1_000)).isEqualTo(1);
    assertThat(mark(marking)).isPositive();
    assertThat(marking.rateFactor(samples)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PSI")
  void observe_ofALossThatFalls_isNoChangeOfTheWorld(Method by) {
    DriftMonitor monitor = monitor(by);

    long samples = observe(monitor, 2_000, 2, 0);
    samples = observe(monitor, 2_000, 1, samples);
    assertThat(monitor.marked()).isZero();

    observe(monitor, 500, 2, samples);
    assertThat(monitor.marked()).as("seen by a test that has begun anew").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PSI")
  void observe_ofLossesOnAnotherScale_findsTheSame(Method by) {
    DriftMonitor small = monitor(by);
    DriftMonitor large = monitor(by);
    for (int i = 0; i < 3_000; i++) {
      double loss = (i < 2_000 ? 1 : 2) + random.nextGaussian();
      small.observe(loss, i);
      large.observe(1_048_576 * loss, i);
    }

    assertThat(small.marked()).isEqualTo(1);
    assertThat(large.describe()).isEqualTo(small.describe());
  }

  @Test
  void describe_ofMoreMarksThanAreKept_hasTheNewestInTheirOrder() {
    DriftMonitor monitor = monitor(Method.PAGE_HINKLEY);
    long samples = 0;
    for (int change = 0; change < 25; change++) {
      samples = observe(monitor, 2_000, 10 * change, samples);
    }

    assertThat(monitor.describe()).containsEntry("changes", 24L);
    assertThat(monitor.describe())
        .extractingByKey("newest", LIST)
        .hasSize(DriftMonitor.MOST_MARKS)
        .first()
        .asString()
        .startsWith("{samples=10");
  }

  @Test
  void observe_ofStepsOfEverySize_hasRoomForThem() {
    DriftMonitor monitor = new DriftMonitor(new DriftSettings(), SAMPLE);
    long samples = 0;
    for (int round = 0; round < 50; round++) {
      monitor.observe(random.nextGaussian(), samples += 126);
      monitor.observe(random.nextGaussian(), samples += 2);
      samples = observe(monitor, 126, 0, samples);
      monitor.observe(random.nextGaussian(), samples += 4);
    }

    assertThat(monitor.marked()).isZero();
  }

  @Test
  void restore_ofAStateFromBeforeLossesWaited_beginsTheTestsAnew() {
    Map<String, double[]> earlier = new TreeMap<>(monitor(Method.ADWIN).state());
    earlier.remove("drift/waiting");
    DriftMonitor monitor = monitor(Method.ADWIN);
    observe(monitor, 10_000, 2, 0);

    monitor.restore(earlier);

    observe(monitor, 500, 2, observe(monitor, 2_000, 1, 0));
    assertThat(monitor.marked()).isEqualTo(1);
  }

  @Test
  void observe_ofManyLosses_allocatesNothing() {
    DriftMonitor monitor = new DriftMonitor(new DriftSettings(), SAMPLE);
    long samples = observe(monitor, 200_000, 1, 0);
    long before = THREADS.getCurrentThreadAllocatedBytes();

    observe(monitor, 100_000, 1, samples);

    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void settings_withoutATest_orWithOneTwice_areRefused() {
    for (List<Method> detect : List.of(List.<Method>of(), List.of(Method.ADWIN, Method.ADWIN))) {
      assertThatThrownBy(() -> new DriftSettings(detect, List.of(Reaction.MARK)))
          .hasMessageStartingWith(
              "detect must have at least one of adwin, page-hinkley and psi, and each once: ");
    }
  }

  /** Behind how many samples the only change was found. */
  private static long mark(DriftMonitor monitor) {
    List<?> marks = (List<?>) requireNonNull(monitor.describe().get("newest"));
    assertThat(marks).hasSize(1);
    return (Long) requireNonNull(((Map<?, ?>) marks.get(0)).get("samples"));
  }

  private static DriftMonitor monitor(Method by) {
    return new DriftMonitor(new DriftSettings(List.of(by), List.of(Reaction.MARK)), SAMPLE);
  }

  private long observe(DriftMonitor monitor, int losses, double mean, long samples) {
    long learned = samples;
    for (int i = 0; i < losses; i++) {
      monitor.observe(mean + random.nextGaussian(), ++learned);
    }
    return learned;
  }
}
