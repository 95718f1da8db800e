package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
  /** Samples that are made up fit the schema, whatever its crosses name of one field. */
  @ParameterizedTest
  @ValueSource(strings = {"diabetes", "digits", "flights"})
  void bench_shippedConfiguration_learnsWhatIsMadeUp(String shipped) {
    CommandRun run =
        CommandRun.inThisJvm(
            "bench", "--config", "config/" + shipped + ".yaml", "--in-memory", "--seconds", "0.05");

    assertThat(run.requireDone().out()).last().asString().contains("\"learning\":");
  }
}
