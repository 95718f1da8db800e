package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedBroker.class)
class CompressionIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip"})
  void train_compressed_takesLessOfTheTopicsAndIsTheSameModel(String compression)
      throws IOException {
    String every = "publish: {everySteps: 100, everyInterval: 1h";
    Trial plain = Trial.of(directory, "digits", every + "}");
    Trial compressed =
        Trial.of(directory, "digits", "%s, compression: %s}".formatted(every, compression));
    List<String> digits = Samples.digits();
    for (Trial trial : List.of(plain, compressed)) {
      trial.send(digits.subList(0, 900));
      trial.trainUntilEnd();
      trial.send(digits.subList(900, digits.size()));
      trial.trainUntilEnd();
    }

    assertThat(bytes(compressed)).isLessThan(bytes(plain) * 2 / 3);
    assertThat(compressed.exported().parameters()).isEqualTo(plain.exported().parameters());
  }

  private static long bytes(Trial trial) throws IOException {
    String topic = trial.settings().topics().parameters();
    return trial.committed().bytes(topic) / trial.exportedVersion().version();
  }
}
