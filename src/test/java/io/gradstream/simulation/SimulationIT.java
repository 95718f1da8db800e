package io.gradstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Thousands of runs, each with faults of its own. {@code -Dsimulation.seeds=N} makes more or fewer
 * of them, {@code -Dsimulation.seed=N} the one of that number alone; what a run did step by step is
 * left in {@code target/simulation} where it is that one, or fails.
 */
class SimulationIT {
  private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
  private static final @Nullable Long ONLY = Long.getLong("simulation.seed");
  private static final Path TRACES = Path.of("target", "simulation");
  private static final List<Logger> LOGGERS = List.of(logger("io.gradstream"), logger("reactor"));

  private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  /** A learner warns of what is provoked here. */
  @BeforeAll
  static void beQuiet() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
  }

  @AfterAll
  static void giveBack() {
    Schedulers.resetFactory();
    logger("io.gradstream").setLevel(Level.WARN);
    logger("reactor").setLevel(null);
  }

  @Test
  void learners_whateverGoesWrong_learnEverySampleOnce() throws IOException {
    if (ONLY != null) {
      replay(ONLY);
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
    requireEveryFault();
  }

  private void run(long seed) throws IOException {
    try {
      Simulation simulation = new Simulation(seed, Trace.none());
      simulation.run();
      simulation.faults().forEach((fault, times) -> met.merge(fault, times, Integer::sum));
    } catch (Throwable failure) {
      throw new AssertionError(
          "seed %d: %s; its steps are in %s, and -Dsimulation.seed=%d runs it alone"
              .formatted(seed, failure.getMessage(), traceOf(seed), seed),
          failure);
    }
  }

  /** Once more, step by step. */
  private static Path traceOf(long seed) throws IOException {
    Trace trace = Trace.full();
    try {
      new Simulation(seed, trace).run();
    } catch (Throwable again) {
      trace.tell(0, "end", String.valueOf(again.getMessage()));
    }
    Files.createDirectories(TRACES);
    return Files.write(TRACES.resolve(seed + ".txt"), trace.lines());
  }

  private void replay(long seed) throws IOException {
    traceOf(seed);
    run(seed);
  }

  /** A simulation in which little goes wrong proves little. */
  private void requireEveryFault() throws IOException {
    Files.createDirectories(TRACES);
    Files.writeString(TRACES.resolve("faults.txt"), met.toString());
    assertThat(met).containsOnlyKeys(Fault.values());
    assertThat(met)
        .allSatisfy((fault, times) -> assertThat(times).isGreaterThan((int) (SEEDS / 100)));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 17, 80})
  void run_ofTheSameSeed_isTheSameStepByStep(long seed) {
    assertThat(steps(seed)).isEqualTo(steps(seed)).hasSizeGreaterThan(50);
  }

  @Test
  void run_ofAnotherSeed_isAnother() {
    assertThat(LongStream.range(0, 10).mapToObj(SimulationIT::steps).distinct()).hasSize(10);
  }

  private static List<String> steps(long seed) {
    Trace trace = Trace.full();
    new Simulation(seed, trace).run();
    return trace.lines();
  }
}
