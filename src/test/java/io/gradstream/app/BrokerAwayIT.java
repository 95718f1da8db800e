package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away and comes back costs a learner time and nothing else. */
class BrokerAwayIT {
  /** So many that what is done to a learner in the middle of them is done before their end. */
  private static final List<String> FLIGHTS = Samples.flights(6);

  @TempDir private Path directory;

  @Test
  void train_brokerKilledAndBack_goesOnAsIfUndisturbed() throws IOException {
    int port = FreePort.find();
    try (OwnJvm broker = broker(port)) {
      Trial trial = trial(broker, "");
      try (Versions seen = Versions.of(trial.settings());
          OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end"))) {
        learner.await(seen.with(2_000));
        broker.kill();
        try (OwnJvm back = broker(port)) {
          back.await(back.result());

          learner.awaitEnd().requireDone();

          requireUndisturbed(trial, seen.upTo(FLIGHTS.size()));
        }
      }
    }
  }

  @Test
  void train_brokerAwayForLong_restoresAndGoesOnAsIfUndisturbed() throws IOException {
    int port = FreePort.find();
    try (OwnJvm broker = broker(port)) {
      Trial trial =
          trial(
              broker,
              ", properties: {max.block.ms: 1000, request.timeout.ms: 500, delivery.timeout.ms:"
                  + " 1000}");
      try (Versions seen = Versions.of(trial.settings());
          OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end"))) {
        learner.await(seen.with(2_000));
        broker.kill();
        learner.await(learner.says("going on from the last committed version"));
        try (OwnJvm back = broker(port)) {
          back.await(back.result());

          learner.awaitEnd().requireDone();

          requireUndisturbed(trial, seen.upTo(FLIGHTS.size()));
        }
      }
    }
  }

  private static void requireUndisturbed(Trial trial, List<ModelVersion> versions)
      throws IOException {
    Gapless.require(versions);
    assertThat(Learned.of(versions.get(versions.size() - 1))).isEqualTo(trial.replay(FLIGHTS));
  }

  private Trial trial(OwnJvm broker, String properties) throws IOException {
    KafkaSettings kafka = new KafkaSettings(broker.await(broker.result()), Map.of());
    String reached = "kafka: {bootstrapServers: \"%s\"%s}";
    Trial trial =
        Trial.of(
            kafka,
            directory,
            "flights",
            reached.formatted(kafka.bootstrapServers(), properties),
            "publish: {format: safetensors}");
    trial.send(FLIGHTS);
    return trial;
  }

  private OwnJvm broker(int port) {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }
}
