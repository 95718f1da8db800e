package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A learner that is started before what it needs is there. */
@Timeout(180)
@ExtendWith(SharedBroker.class)
class WaitingLearnerIT {
  @TempDir private Path directory;

  @Test
  void trainThatWaits_brokerThatComesLater_learnsToTheEnd() throws IOException {
    int port = FreePort.find();
    KafkaSettings nowhere = new KafkaSettings("localhost:" + port, Map.of());
    Trial trial = Trial.of(nowhere, directory, "diabetes");
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--wait"))) {
      learner.await(learner.says("no Kafka broker answers"));
      try (OwnJvm broker = broker(port)) {
        broker.await(broker.result());
        learner.await(learner.says("there is no topic %s yet".formatted(trial.inputTopic())));
        trial.createTopics(1);
        try (Versions seen = Versions.of(trial.settings())) {
          trial.send(Samples.diabetes());
          learner.await(seen.with(442));
        }

        CommandRun run = learner.terminate().requireDone();

        assertThat(run.count("samples")).isEqualTo(442);
        assertThat(run.err()).filteredOn(line -> line.contains("; waiting")).hasSize(2);
      }
    }
  }

  @Test
  void trainThatWaits_missingTopic_isWaitedForAndNotMade() throws IOException {
    Trial trial = Trial.of(directory, "diabetes");
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--until-end", "--wait"))) {
      learner.await(learner.says("there is no topic"));
      assertThat(TopicOwner.of(trial).exists()).isFalse();
      TopicOwner.of(trial).create(1);

      assertThat(learner.awaitEnd().requireDone().count("samples")).isZero();
    }
  }

  @Test
  void trainThatWaits_toldToStop_leavesInGoodOrder() throws IOException {
    Trial trial = Trial.of(new KafkaSettings("localhost:1", Map.of()), directory, "diabetes");
    try (OwnJvm learner = OwnJvm.start(trial.command("train", "--wait"))) {
      learner.await(learner.says("; waiting"));

      assertThat(learner.terminate().requireDone().err()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  @Test
  void train_brokerThatIsNotThere_endsAtOnce() throws IOException {
    Trial trial = Trial.of(new KafkaSettings("localhost:1", Map.of()), directory, "diabetes");

    assertThat(CommandRun.inThisJvm(trial.command("train")).code()).isEqualTo(1);
  }

  private OwnJvm broker(int port) {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }
}
