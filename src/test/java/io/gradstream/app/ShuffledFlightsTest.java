package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Flights in no order of time have no moment at which their world changes. */
class ShuffledFlightsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void drift_ofFlightsInNoOrder_isNotFound(long seed) throws IOException {
    List<String> flights = Samples.flights();
    Collections.shuffle(flights, new Random(seed));

    JsonNode drift = drift(flights);

    assertThat(drift.required("changes").longValue()).isZero();
    assertThat(drift.required("stability").valueStream())
        .allMatch(feature -> feature.required("psi").doubleValue() < 0.2)
        .anyMatch(feature -> feature.required("psi").doubleValue() > 0);
  }

  private JsonNode drift(List<String> flights) throws IOException {
    String yaml =
        Files.readString(Path.of("config/flights.yaml"))
            + "drift: {detect: [adwin, page-hinkley, psi]}\n";
    return ReplayTrial.of(directory, yaml, "flights.jsonl", String.join("\n", flights))
        .requireLearned(flights.size())
        .newest()
        .required("metrics")
        .required("drift");
  }
}
