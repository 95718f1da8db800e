package io.gradstream.app.output;

import io.gradstream.config.Settings;
import io.gradstream.kafka.follow.KafkaVersions;
import io.gradstream.replica.ModelReplica;
import io.gradstream.serve.HttpSettings;
import io.gradstream.serve.Readiness;
import io.gradstream.serve.ReplicaMetrics;
import io.gradstream.serve.Site;
import io.gradstream.serve.StatusServer;
import io.gradstream.version.ModelVersion;
import java.util.Optional;

/** A replica with HTTP, health and metrics of its own. */
public final class ReplicaServer implements AutoCloseable {
  private final ModelReplica replica;
  private final ReplicaMetrics metrics;
  private final StatusServer server;
  private final String address;

  private ReplicaServer(Settings settings, HttpSettings http) {
    this.replica =
        ModelReplica.follow(
            new KafkaVersions(settings.kafka()),
            settings.topics().parameters(),
            settings.modelName());
    this.metrics = new ReplicaMetrics(settings.modelName(), replica::version, replica::age);
    Readiness readiness =
        new Readiness().tell("version", this::version).require("bootstrapped", this::unready);
    RequestPredictor predictor = new RequestPredictor(() -> replica, metrics::answered);
    Site site =
        new Site(
            readiness, metrics::scrape, Optional.empty(), Optional.empty(), Optional.of(predictor));
    this.server = serve(http, site);
    String scheme = http.tls().isPresent() ? "https" : "http";
    this.address = "%s://%s:%d".formatted(scheme, http.address(), server.port());
  }

  private StatusServer serve(HttpSettings http, Site site) {
    try {
      return StatusServer.start(http, site);
    } catch (RuntimeException failure) {
      replica.close();
      metrics.close();
      throw failure;
    }
  }

  /** Serves the model of a configuration. */
  public static ReplicaServer start(Settings settings, HttpSettings http) {
    return new ReplicaServer(settings, http);
  }

  private String version() {
    return replica.version().map(ModelVersion::version).map(String::valueOf).orElse("none yet");
  }

  private Optional<String> unready() {
    return replica.version().isPresent() ? Optional.empty() : Optional.of("no version is here yet");
  }

  /** Where it answers: {@code http://127.0.0.1:8080}. */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    server.close();
    replica.close();
    metrics.close();
  }
}
