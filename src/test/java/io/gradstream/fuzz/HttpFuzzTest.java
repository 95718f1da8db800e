package io.gradstream.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.serve.Dashboards;
import io.gradstream.serve.HttpSettings;
import io.gradstream.serve.Readiness;
import io.gradstream.serve.Site;
import io.gradstream.serve.StatusServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever somebody says to a learner's port, it answers as HTTP does, or hangs up. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpFuzzTest {
  private static final int PATIENCE_MS = 5_000;

  private static final List<byte[]> REQUESTS =
      Stream.of(
              "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer s3cret\r\n\r\n",
              "GET /readyz?verbose=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
              "POST /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
              "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
              "GET /livez HTTP/1.0\r\n\r\nGET /livez HTTP/1.0\r\n\r\n")
          .map(request -> request.getBytes(ISO_8859_1))
          .toList();

  @Test
  void requests_damaged_areAnsweredOrHungUpOn() throws IOException {
    HttpSettings settings =
        new HttpSettings(
            0,
            "127.0.0.1",
            Duration.ofSeconds(15),
            Optional.of("s3cret"),
            Optional.empty(),
            Optional.empty());
    Readiness readiness = new Readiness();
    try (StatusServer server =
        StatusServer.start(
            settings, new Site(readiness, () -> "up 1\n", Dashboards.of(readiness)))) {
      Fuzz.of(REQUESTS, Set.of())
          .run(
              input ->
                  assertThat(answer(server.port(), input))
                      .matches(HttpFuzzTest::isAnswerOrNothing));

      assertThat(answer(server.port(), REQUESTS.get(0))).contains("200 OK", "up 1\n");
    }
  }

  private static boolean isAnswerOrNothing(String answer) {
    return answer.isEmpty() || answer.startsWith("HTTP/1.");
  }

  /** All that comes until the other side hangs up. */
  private static String answer(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException hungUp) {
      return "";
    }
  }
}
