package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over Kafka a model becomes, bit for bit, what it becomes over a file. */
@ExtendWith(SharedBroker.class)
class ExactlyOnceIT {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{mode: single}",
        "{mode: mini-batch, size: 32}",
        "{mode: full, size: 100, epochs: 5}"
      })
  void train_flightsInEveryMode_equalsReplay(String batch) throws IOException {
    Trial trial = Trial.of(directory, "flights", "batch: " + batch);
    trial.send(Samples.flights());

    trial.trainUntilEnd();

    assertThat(trial.exported()).isEqualTo(trial.replay(Samples.flights()));
  }

  @Test
  void train_digitsWithAdamAndScaling_equalsReplay() throws IOException {
    Trial trial = Trial.of(directory, "digits");
    trial.send(Samples.digits());

    trial.trainUntilEnd();

    assertThat(trial.exported()).isEqualTo(trial.replay(Samples.digits()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{mode: single} | 901", "{mode: mini-batch, size: 8} | 896"})
  void train_inTwoRuns_goesOnWithMomentsAndScalersAsTheyWere(String batch, int firstRun)
      throws IOException {
    Trial trial = Trial.of(directory, "digits", "batch: " + batch);
    List<String> digits = Samples.digits();
    trial.send(digits.subList(0, firstRun));
    trial.trainUntilEnd();
    trial.send(digits.subList(firstRun, digits.size()));

    trial.trainUntilEnd();

    assertThat(trial.exported()).isEqualTo(trial.replay(digits));
  }
}
