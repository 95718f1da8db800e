package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Samples that are answered over HTTP, with and without a learner. */
@ExtendWith(SharedBroker.class)
class ServeIT {
  private static final List<String> FLIGHTS = Samples.flights();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  @Test
  void serve_samples_areAnsweredAsPredictAnswersThem() throws IOException {
    Trial trial = trained();
    List<String> expected = predicted(trial, FLIGHTS.subList(1000, 1003));
    try (OwnJvm replica = OwnJvm.start(trial.command("serve"))) {
      StatusPages pages = StatusPages.ofReplica(replica);
      pages.await("/readyz", 200, "bootstrapped: yes");

      HttpResponse<String> one = pages.predict(FLIGHTS.get(1000));
      HttpResponse<String> three = pages.predict(FLIGHTS.subList(1000, 1003).toString());

      assertThat(one.statusCode()).isEqualTo(200);
      assertThat(one.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(one.body()).isEqualTo(expected.get(0) + "\n");
      assertThat(three.body()).isEqualTo("[" + String.join(",\n", expected) + "]\n");
      assertThat(pages.get("/metrics").body())
          .contains("gradstream_predictions_total{model=\"%s\"} 4.0".formatted(model(trial)))
          .contains("gradstream_version{", "gradstream_version_age_seconds{");
      assertThat(replica.terminate().code()).isZero();
    }
  }

  @Test
  void serve_whatIsNoSample_isSaidInItsPlace() throws IOException {
    Trial trial = trained();
    try (OwnJvm replica = OwnJvm.start(trial.command("serve"))) {
      StatusPages pages = StatusPages.ofReplica(replica);
      pages.await("/readyz", 200, "bootstrapped: yes");

      HttpResponse<String> none = pages.predict("{\"distance\": 1");
      HttpResponse<String> some = pages.predict("[" + FLIGHTS.get(0) + ", {}]");

      assertThat(none.statusCode()).isEqualTo(400);
      assertThat(none.body()).startsWith("{\"error\":\"not JSON: ");
      assertThat(some.statusCode()).isEqualTo(200);
      assertThat(some.body().lines().toList()).hasSize(2).last().asString().contains("error");
      assertThat(pages.predict("").statusCode()).isEqualTo(400);
      assertThat(pages.predict("[]").body()).isEqualTo("[]\n");
      assertThat(pages.predict("x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void serve_sampleThatAsksForIt_isToldWhatEachFieldAdds() throws IOException {
    Trial trial = trained();
    String flight = FLIGHTS.get(1000);
    try (OwnJvm replica = OwnJvm.start(trial.command("serve"))) {
      StatusPages pages = StatusPages.ofReplica(replica);
      pages.await("/readyz", 200, "bootstrapped: yes");

      JsonNode plain = JSON.readTree(pages.predict(flight).body());
      JsonNode explained =
          JSON.readTree(pages.predict(flight.replaceFirst("\\{", "{\"explain\": true, ")).body());

      double logit =
          explained.required("contributions").valueStream().mapToDouble(JsonNode::asDouble).sum();
      assertThat(explained.required("contributions").propertyNames())
          .startsWith("bias", "distance", "origin")
          .contains("timestamp.date*origin");
      assertThat(explained.required("prediction")).isEqualTo(plain.required("prediction"));
      assertThat(1 / (1 + Math.exp(-logit)))
          .isCloseTo(plain.required("prediction").doubleValue(), within(1e-6));
      assertThat(plain.has("contributions")).isFalse();
    }
  }

  @Test
  void serve_openToOthersWithoutAToken_warnsOfIt() throws IOException {
    Trial trial = Trial.of(directory, "flights", "http: {port: 0, address: 0.0.0.0}");
    try (OwnJvm replica = OwnJvm.start(trial.command("serve"))) {
      replica.await(
          replica.says("predictions and metrics are everybody's who reaches http.address"));

      assertThat(replica.terminate().code()).isZero();
    }
  }

  @Test
  void serve_recordThatIsNoVersion_isPassedOverAndTheLastOneAnswersOn() throws IOException {
    Trial trial = trained();
    try (OwnJvm replica = OwnJvm.start(trial.command("serve"))) {
      StatusPages pages = StatusPages.ofReplica(replica);
      pages.await("/readyz", 200, "bootstrapped: yes");
      String before = pages.predict(FLIGHTS.get(0)).body();

      trial
          .committed()
          .send(
              new ProducerRecord<>(
                  trial.settings().topics().parameters(),
                  model(trial).getBytes(UTF_8),
                  "no version".getBytes(UTF_8)));
      replica.await(replica.says("passed over"));

      assertThat(pages.predict(FLIGHTS.get(0)).body()).isEqualTo(before);
    }
  }

  @Test
  void train_withHttp_answersByWhatItHasPublished() throws IOException {
    Trial trial = trained();
    String expected = predicted(trial, FLIGHTS.subList(1000, 1001)).get(0);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      StatusPages pages = StatusPages.of(learner);
      pages.await("/readyz", 200, "restored: yes");

      assertThat(pages.predict(FLIGHTS.get(1000)).body()).isEqualTo(expected + "\n");
    }
  }

  private Trial trained() throws IOException {
    Trial trial = Trial.of(directory, "flights", "http: {port: 0}");
    trial.createTopics(1);
    trial.send(FLIGHTS.subList(0, 1000));
    trial.trainUntilEnd();
    return trial;
  }

  private List<String> predicted(Trial trial, List<String> samples) throws IOException {
    Path input = Files.write(directory.resolve("samples.jsonl"), samples);
    return CommandRun.inThisJvm(trial.command("predict", "--input", input.toString()))
        .requireDone()
        .out();
  }

  private static String model(Trial trial) {
    return trial.settings().modelName();
  }
}
