package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.kafka.Certificates;
import io.gradstream.version.control.Command;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class StatusServerTest {
  private volatile @Nullable String problem;
  private final Readiness readiness =
      new Readiness()
          .tell("role", () -> "active")
          .require("restored", Optional::empty)
          .require("polling", () -> Optional.ofNullable(problem));
  private final StatusServer server = StatusServer.start(settings(0), site());
  private final List<Command> commands = new ArrayList<>();
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
  void dashboard_isAPageThatLoadsNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.body()).contains("<title>gradstream</title>");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(get("/chart.js").body()).contains("Chart.js v");
  }

  @Test
  void events_tellTheState_toSixteenAtOnce() throws Exception {
    List<Socket> watchers = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        Socket watcher = connected(server.port());
        watchers.add(watcher);
        watcher
            .getOutputStream()
            .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        assertThat(
                new Scanner(watcher.getInputStream(), UTF_8).findWithinHorizon("data: \\{.*}", 0))
            .contains("\"model\":\"late\"", "\"ready\":true", "\"points\":[]");
      }
      assertThat(get("/events").statusCode()).isEqualTo(503);
      assertThat(get("/metrics").statusCode()).isEqualTo(200);
    } finally {
      for (Socket each : watchers) {
        each.close();
      }
    }
  }

  @Test
  void control_withItsToken_passesACommandOnAndTellsItsOffset() throws Exception {
    try (StatusServer commanded = commanded()) {
      HttpResponse<String> answer = post(commanded, "c0ntrol", "{\"command\": \"pause\"}");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEqualTo("{\"offset\":17}\n");
      assertThat(commands).containsExactly(new Command.Pause());
    }
  }

  @Test
  void control_withoutItsToken_isRefused() throws Exception {
    try (StatusServer commanded = commanded()) {
      for (String wrong : List.of("c0ntro", "c0ntrol2", "s3cret")) {
        HttpResponse<String> answer = post(commanded, wrong, "{\"command\": \"pause\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
            .isEqualTo("show http.controlToken: Authorization: Bearer TOKEN\n");
      }
      assertThat(commands).isEmpty();
    }
  }

  @Test
  void control_ofWhatIsNoCommand_saysWhy() throws Exception {
    try (StatusServer commanded = commanded()) {
      HttpResponse<String> answer = post(commanded, "c0ntrol", "{\"command\": \"rate\"}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("rate must be a number: null\n");
      assertThat(post(commanded, "c0ntrol", "").statusCode()).isEqualTo(400);
      assertThat(post(commanded, "c0ntrol", " ".repeat(1001)).statusCode()).isEqualTo(413);
      assertThat(commands).isEmpty();
    }
  }

  @Test
  void control_withoutATokenInTheSettings_isNoPage() throws Exception {
    assertThat(post(server, "any", "{\"command\": \"pause\"}").statusCode()).isEqualTo(404);
  }

  private Site site() {
    return new Site(readiness, () -> "up 1\n", Dashboards.of(readiness));
  }

  private StatusServer commanded() {
    Commands given =
        new Commands(
            "c0ntrol",
            command -> {
              commands.add(command);
              return CompletableFuture.completedFuture(17L);
            });
    return StatusServer.start(
        settings(0),
        new Site(
            readiness,
            () -> "",
            Optional.of(Dashboards.of(readiness)),
            Optional.of(given),
            Optional.of(body -> new Predictions.Answer(200, new String(body, UTF_8)))));
  }

  private HttpResponse<String> post(StatusServer to, String token, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/control".formatted(to.port())))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    assertThat(get("/index.html").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
  }

  @Test
  void start_onATakenPort_saysWhatToDo() {
    HttpSettings taken = settings(server.port());

    assertThatThrownBy(() -> StatusServer.start(taken, site()))
        .hasMessageStartingWith(
            "http.port %d of http.address 127.0.0.1 must be free to listen on, choose another: "
                .formatted(server.port()));
  }

  @Test
  void metrics_withAToken_areForWhoShowsIt() throws Exception {
    try (StatusServer guarded =
        StatusServer.start(settings(0, Optional.of("s3cret"), Optional.empty()), site())) {
      assertThat(status(guarded, "/metrics", "X: y")).isEqualTo(401);
      assertThat(status(guarded, "/metrics", "Authorization: Bearer other")).isEqualTo(401);
      assertThat(status(guarded, "/metrics", "Authorization: Bearer s3cret")).isEqualTo(200);
      assertThat(status(guarded, "/livez", "X: y")).isEqualTo(200);
      assertThat(status(guarded, "/readyz", "X: y")).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20})
  void request_withABody_isNotRead(int length) throws Exception {
    assertThat(status(server, "/metrics", "Content-Length: " + length)).isEqualTo(413);
  }

  @Test
  void request_beyondBounds_isRefused() throws Exception {
    assertThat(status(server, "/livez?" + "x".repeat(4_000), "X: y")).isBetween(400, 499);
    assertThat(status(server, "/livez", "X: " + "y".repeat(10_000))).isBetween(400, 499);
  }

  @Test
  void connections_areBounded() throws Exception {
    List<Socket> all = new ArrayList<>();
    try {
      for (int i = 0; i <= 64; i++) {
        all.add(connected(server.port()));
      }

      assertThat(all.get(64).getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket each : all) {
        each.close();
      }
    }
  }

  /** Neither one that says nothing, nor one that never ends what it says. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET /livez HTTP/1.1\r\nHost: "})
  void connection_thatDoesNotAsk_isClosed(String begun) throws Exception {
    ConnectionBounds bounds = new ConnectionBounds(2, Duration.ofMillis(200));
    DisposableServer hasty =
        HttpServer.create().doOnChannelInit(bounds).childObserve(bounds).bindNow();
    try (Socket socket = connected(hasty.port())) {
      socket.getOutputStream().write(begun.getBytes(US_ASCII));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } finally {
      hasty.disposeNow();
    }
  }

  @Test
  void tls_isSpokenWithTheCertificate(@TempDir Path directory) throws Exception {
    Certificates certificates = new Certificates(directory).authority("ca").valid("ca", "server");
    TlsSettings tls = new TlsSettings(certificates.pem("server"), certificates.key("server"));
    try (StatusServer secure =
        StatusServer.start(settings(0, Optional.empty(), Optional.of(tls)), site())) {
      HttpClient trusting = HttpClient.newBuilder().sslContext(certificates.trusting("ca")).build();
      URI uri = URI.create("https://localhost:" + secure.port() + "/metrics");

      assertThat(
              trusting
                  .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                  .body())
          .isEqualTo("up 1\n");
    }
  }

  @Test
  void tls_withoutItsFiles_saysWhatToDo() {
    HttpSettings settings =
        settings(
            0,
            Optional.empty(),
            Optional.of(new TlsSettings(Path.of("no.pem"), Path.of("no.key"))));

    assertThatThrownBy(() -> StatusServer.start(settings, site()))
        .hasMessageStartingWith("http.tls must name a certificate and its key, both in PEM")
        .hasMessageContaining("no.pem and no.key cannot be used");
  }

  @Test
  void settings_thatCannotBe_areRefusedWithoutTheToken() {
    assertThatThrownBy(() -> settings(0, Optional.of("two words"), Optional.empty()))
        .hasMessageStartingWith("token must be letters, digits and any of")
        .hasMessageNotContaining("two words");
    assertThat(settings(0, Optional.of("s3cret"), Optional.empty()).toString())
        .doesNotContain("s3cret");
  }

  /** What a server answers to one request with one more header. */
  private static int status(StatusServer asked, String path, String header) throws IOException {
    try (Socket socket = connected(asked.port())) {
      String request = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(path, header);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }

  private static Socket connected(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpSettings settings(int port) {
    return settings(port, Optional.empty(), Optional.empty());
  }

  private static HttpSettings settings(
      int port, Optional<String> token, Optional<TlsSettings> tls) {
    return new HttpSettings(
        port, "127.0.0.1", Duration.ofSeconds(15), token, Optional.empty(), tls);
  }
}
