package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schedules of faults on real processes, drawn from seeds: over one partition the parameters are
 * those of an undisturbed run to the bit, over several every sample is learned once.
 *
 * <p>{@code -Dchaos.seed} is the first seed, {@code -Dchaos.schedules} how many there are, {@code
 * -Dchaos.faults} how many faults each has; {@code -Pchaos} has fifty of ten.
 */
class ChaosIT {
  private static final long FIRST = Long.getLong("chaos.seed", 1);
  private static final int SCHEDULES = Integer.getInteger("chaos.schedules", 1);
  private static final int FAULTS = Integer.getInteger("chaos.faults", 5);

  /** Every so many-th schedule is over several partitions. */
  private static final int SEVERAL = 5;

  private static final int PART = 250;
  private static final String PUBLICATION = "publish: {format: safetensors, everySteps: 100}";

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + SCHEDULES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void train_onABadDay_endsAsIfUndisturbed(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    boolean several = seed % SEVERAL == 0;
    List<ChaosFault> struck = new ArrayList<>();
    try (ChaosStage stage = new ChaosStage(directory, several ? 3 : 1, OwnJvm.BRIEF, PUBLICATION);
        ChaosSamples samples = new ChaosSamples(stage)) {
      for (int i = 0; i < FAULTS; i++) {
        ChaosFault fault = any(several, random);
        struck.add(fault);
        samples.send(random.nextInt(stage.partitions()), part(i));
        if (random.nextBoolean() || fault.needsRest()) {
          samples.awaitLearned();
        }
        fault.strike(stage, random);
        if (fault.needsMending()) {
          samples.send(0, part(FAULTS + 1 + i));
          samples.awaitLearned();
        }
      }
      samples.send(0, part(FAULTS));
      samples.awaitLearned();
      stage.stopLearners();

      requireUndisturbed(stage, samples, several);
    } catch (Exception | AssertionError failure) {
      throw new AssertionError("-Dchaos.seed=%d: %s: %s".formatted(seed, struck, failure), failure);
    }
  }

  private static ChaosFault any(boolean several, SplittableRandom random) {
    List<ChaosFault> faults =
        Arrays.stream(ChaosFault.values())
            .filter(fault -> several || fault != ChaosFault.ADDED_PARTITION)
            .toList();
    return faults.get(random.nextInt(faults.size()));
  }

  /** Samples with one among them that is none. */
  private static List<String> part(int index) {
    List<String> records =
        new ArrayList<>(Samples.flights().subList(index * PART, (index + 1) * PART));
    records.add(PART / 2, "broken record " + index);
    return records;
  }

  private static void requireUndisturbed(ChaosStage stage, ChaosSamples samples, boolean several)
      throws IOException {
    List<ModelVersion> versions = samples.versions();
    if (stage.isGapless()) {
      Gapless.require(versions);
    }
    ModelVersion newest = versions.get(versions.size() - 1);
    assertThat(newest.samples()).isEqualTo(samples.flights());
    if (!several) {
      assertThat(Learned.of(newest)).isEqualTo(stage.trial().replay(samples.sent()));
    }
    String deadLetters = stage.trial().settings().topics().deadLetter();
    assertThat(stage.trial().committed().records(deadLetters))
        .extracting(letter -> new String(letter.value(), UTF_8))
        .filteredOn(letter -> letter.startsWith("broken"))
        .containsExactlyInAnyOrderElementsOf(samples.broken());
  }
}
