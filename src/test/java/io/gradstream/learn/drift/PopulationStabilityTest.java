package io.gradstream.learn.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonFormat;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(
              new FeatureSettings.Numeric("temperature"),
              new FeatureSettings.Numeric("steady"),
              new HashedFeature.Categorical("colour")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private final PopulationStability stability = new PopulationStability(SAMPLE);
  private final SampleDecoder decoder = new JsonFormat().unlabelled(SAMPLE);
  private final SplittableRandom random = new SplittableRandom(3);
  private long samples;

  @Test
  void observe_ofTheSamePopulation_isNoChangeHoweverLongItLasts() {
    assertThat(observe(50 * PopulationStability.WINDOW, 20, 4)).isZero();

    assertThat(figures().values()).allMatch(figure -> figure > 0 && figure < 0.1);
  }

  @Test
  void observe_ofOneFeatureThatHasChanged_namesItWithinTwoWindows() {
    observe(3 * PopulationStability.WINDOW, 20, 4);

    assertThat(observe(2 * PopulationStability.WINDOW, 25, 4)).isPositive();
    assertThat(stability.describe().get(0)).containsEntry("field", "temperature");
    assertThat(figures().get("steady")).isLessThan(0.1);
    assertThat(figures().get("colour")).isLessThan(0.1);
  }

  @Test
  void observe_ofCategoriesThatAreNew_namesTheirField() {
    observe(3 * PopulationStability.WINDOW, 20, 4);

    assertThat(observe(2 * PopulationStability.WINDOW, 20, 40)).isPositive();
    assertThat(stability.describe().get(0)).containsEntry("field", "colour");
  }

  @Test
  void index_ofSharesThatAreKnown_isTheFormulas() {
    Bins bins = new Bins(1, 0);
    int other = 1;
    while (binOf(other) == binOf(0)) {
      other++;
    }
    count(bins, 0, 60);
    count(bins, other, 40);
    bins.keepAsReference();
    count(bins, 0, 30);
    count(bins, other, 70);

    double expected = (0.3 - 0.6) * Math.log(0.3 / 0.6) + (0.7 - 0.4) * Math.log(0.7 / 0.4);
    assertThat(bins.index(0)).isCloseTo(expected, within(1e-12));
  }

  private static double binOf(long hash) {
    Bins probe = new Bins(1, 0);
    probe.countHash(0, hash);
    double[] state = probe.state();
    int bin = 0;
    while (state[11 + bin] == 0) {
      bin++;
    }
    return bin;
  }

  private static void count(Bins bins, long hash, int times) {
    for (int i = 0; i < times; i++) {
      bins.countHash(0, hash);
    }
  }

  @Test
  void restore_inTheMiddleOfAWindow_goesOnToTheSameBits() {
    observe(2_500, 20, 4);
    PopulationStability restored = new PopulationStability(SAMPLE);
    restored.restore(stability.state());
    MiniBatch batch = batch(6_000, 21, 4);

    stability.observe(batch, samples);
    restored.observe(batch, samples);

    assertThat(restored.state()).containsExactly(stability.state());
    assertThat(restored.describe()).isEqualTo(stability.describe());
  }

  @Test
  void observe_ofManySamples_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    MiniBatch batch = batch(1_000, 20, 4);
    for (int i = 0; i < 50; i++) {
      stability.observe(batch, 1_000L * i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 50; i < 100; i++) {
      stability.observe(batch, 1_000L * i);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void monitor_ofAFeatureThatHasChanged_marksItOnce() {
    DriftMonitor monitor =
        new DriftMonitor(new DriftSettings(List.of(Method.PSI), List.of(Reaction.MARK)), SAMPLE);
    for (int i = 0; i < 20; i++) {
      monitor.observe(batch(1_000, i < 9 ? 20 : 30, 4), 1_000L * i);
    }

    assertThat(monitor.marked()).isEqualTo(1);
    assertThat(monitor.describe().get("newest")).hasToString("[{samples=10000, by=psi}]");
  }

  /** How often a window had another population. */
  private int observe(int count, double temperature, int colours) {
    int changes = 0;
    for (int i = 0; i < count; i += 500) {
      changes += stability.observe(batch(500, temperature, colours), samples) ? 1 : 0;
      samples += 500;
    }
    return changes;
  }

  private MiniBatch batch(int rows, double temperature, int colours) {
    MiniBatch batch = new MiniBatch(SAMPLE, rows);
    for (int i = 0; i < rows; i++) {
      String json =
          String.format(
              Locale.ROOT,
              "{\"temperature\":%f,\"steady\":%f,\"colour\":\"c%d\"}",
              temperature + 5 * random.nextGaussian(),
              random.nextDouble(),
              random.nextInt(colours));
      try {
        decoder.decode(json.getBytes(StandardCharsets.UTF_8), batch);
      } catch (RejectedSample e) {
        throw new AssertionError(e);
      }
    }
    return batch;
  }

  private Map<String, Double> figures() {
    return stability.describe().stream()
        .collect(
            Collectors.toMap(each -> (String) each.get("field"), each -> (Double) each.get("psi")));
  }
}
