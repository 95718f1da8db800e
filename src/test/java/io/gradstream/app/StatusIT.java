package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.KafkaSettings;
import io.gradstream.serve.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What a learner tells over HTTP while its broker goes and comes. */
class StatusIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void readyz_brokerAwayForLongerThanItsBound_isRedUntilItIsBack() throws IOException {
    int port = FreePort.find();
    try (OwnJvm broker = broker(port)) {
      Trial trial = trial(broker);
      trial.send(FLIGHTS);
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        URI server = server(learner);
        await(server.resolve("/readyz"), 200, "restored: yes\npolling: yes\npublishing: yes\n");
        requireMetrics(await(server.resolve("/metrics"), 200, samples(trial, 20_000)), trial);

        broker.kill();
        await(server.resolve("/readyz"), 503, "polling: no, Kafka has been silent for ");
        assertThat(get(server.resolve("/livez")).statusCode()).isEqualTo(200);

        try (OwnJvm back = broker(port)) {
          back.await(back.result());
          await(server.resolve("/readyz"), 200, "polling: yes");
          trial.send(FLIGHTS.subList(0, 10));
          await(server.resolve("/metrics"), 200, samples(trial, 20_010));
        }
      }
    }
  }

  private static URI server(OwnJvm learner) {
    String line = learner.await(learner.says("health and metrics at "));
    return URI.create(line.substring(line.indexOf("http://")));
  }

  private static String samples(Trial trial, int count) {
    String series = "gradstream_model_samples{model=\"%s\"} %d.0";
    return series.formatted(trial.settings().modelName(), count);
  }

  private static void requireMetrics(String scrape, Trial trial) {
    PrometheusText metrics = PrometheusText.parse(scrape);
    assertThat(
            metrics.value("gradstream_ready{model=\"%s\"}".formatted(trial.settings().modelName())))
        .isEqualTo(1);
    assertThat(metrics.samples().keySet())
        .anyMatch(series -> series.startsWith("gradstream_lag_records{"))
        .anyMatch(series -> series.startsWith("jvm_memory_used_bytes{"));
  }

  /** Asks until the answer is this. */
  private static String await(URI uri, int status, String part) {
    return Mono.fromCallable(() -> get(uri))
        .filter(answer -> answer.statusCode() == status && answer.body().contains(part))
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(100)))
        .map(HttpResponse::body)
        .blockOptional(PATIENCE)
        .orElseThrow(() -> new AssertionError(uri + " never answered " + part));
  }

  private static HttpResponse<String> get(URI uri) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Trial trial(OwnJvm broker) throws IOException {
    KafkaSettings kafka = new KafkaSettings(broker.await(broker.result()), Map.of());
    return Trial.of(kafka, directory, "flights", "http: {port: 0, readyWithin: 5s}");
  }

  private OwnJvm broker(int port) {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }
}
