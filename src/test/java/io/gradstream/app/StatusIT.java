package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.serve.PrometheusText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a learner tells over HTTP while its broker goes and comes. */
class StatusIT {
  private static final List<String> FLIGHTS = Samples.flights();

  @TempDir private Path directory;

  @Test
  void readyz_brokerAwayForLongerThanItsBound_isRedUntilItIsBack() throws IOException {
    int port = FreePort.find();
    try (OwnJvm broker = broker(port)) {
      Trial trial = trial(broker);
      trial.send(FLIGHTS);
      try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
        StatusPages pages = StatusPages.of(learner);
        pages.await("/readyz", 200, "restored: yes\npolling: yes\npublishing: yes\n");
        requireMetrics(pages.await("/metrics", 200, samples(trial, 20_000)), trial);

        broker.kill();
        pages.await("/readyz", 503, "polling: no, Kafka has been silent for ");
        assertThat(pages.get("/livez").statusCode()).isEqualTo(200);

        try (OwnJvm back = broker(port)) {
          back.await(back.result());
          pages.await("/readyz", 200, "polling: yes");
          trial.send(FLIGHTS.subList(0, 10));
          pages.await("/metrics", 200, samples(trial, 20_010));
        }
      }
    }
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

  private Trial trial(OwnJvm broker) throws IOException {
    KafkaSettings kafka = new KafkaSettings(broker.await(broker.result()), Map.of());
    return Trial.of(kafka, directory, "flights", "http: {port: 0, readyWithin: 5s}");
  }

  private OwnJvm broker(int port) {
    String data = directory.resolve("broker").toString();
    return OwnJvm.start("broker", "--port", Integer.toString(port), "--data-dir", data);
  }
}
