package io.gradstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
  private volatile @Nullable String problem;
  private final Readiness readiness =
      new Readiness()
          .tell("role", () -> "active")
          .require("restored", Optional::empty)
          .require("polling", () -> Optional.ofNullable(problem));
  private final StatusServer server = StatusServer.start(settings(0), readiness, () -> "up 1\n");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void livez_isGreenWhateverTheReadiness() throws Exception {
    problem = "Kafka has been silent for 16 s";
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_followsItsConditions() throws Exception {
    problem = "Kafka has been silent for 16 s";
    HttpResponse<String> red = get("/readyz");
    problem = null;
    HttpResponse<String> green = get("/readyz");

    assertThat(red.statusCode()).isEqualTo(503);
    assertThat(red.body())
        .isEqualTo("role: active\nrestored: yes\npolling: no, Kafka has been silent for 16 s\n");
    assertThat(green.statusCode()).isEqualTo(200);
    assertThat(green.body()).isEqualTo("role: active\nrestored: yes\npolling: yes\n");
  }

  @Test
  void metrics_areInTheTextFormat() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body()).isEqualTo("up 1\n");
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
  }

  @Test
  void start_onATakenPort_saysWhatToDo() {
    HttpSettings taken = settings(server.port());

    assertThatThrownBy(() -> StatusServer.start(taken, readiness, () -> ""))
        .hasMessageStartingWith(
            "http.port %d of http.address 127.0.0.1 must be free to listen on, choose another: "
                .formatted(server.port()));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpSettings settings(int port) {
    return new HttpSettings(port, "127.0.0.1", Duration.ofSeconds(15));
  }
}
