package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP server beside a learner: {@code /livez}, {@code /readyz} and {@code /metrics}, on one
 * thread of its own.
 */
public final class StatusServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final LoopResources loop;
  private final DisposableServer server;

  private StatusServer(LoopResources loop, DisposableServer server) {
    this.loop = loop;
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param metrics a scrape in Prometheus' text format 0.0.4
   * @throws IllegalStateException if the address cannot be listened on
   */
  public static StatusServer start(
      HttpSettings settings, Readiness readiness, Supplier<String> metrics) {
    LoopResources loop = LoopResources.create("gradstream-http", 1, true);
    try {
      DisposableServer server =
          HttpServer.create()
              .runOn(loop, false)
              .host(settings.address())
              .port(settings.port())
              .idleTimeout(IDLE)
              .route(routes -> route(routes, readiness, metrics))
              .bindNow();
      return new StatusServer(loop, server);
    } catch (RuntimeException failure) {
      loop.disposeLater(Duration.ZERO, CLOSE).block();
      throw unbound(settings, failure);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.disposeNow(CLOSE);
    loop.disposeLater(Duration.ZERO, CLOSE).block();
  }

  private static void route(
      HttpServerRoutes routes, Readiness readiness, Supplier<String> metrics) {
    routes
        .get("/livez", (request, response) -> send(response, 200, TEXT, Mono.just("alive\n")))
        .get("/readyz", (request, response) -> send(response, readiness.report()))
        .get(
            "/metrics",
            (request, response) -> send(response, 200, METRICS, Mono.fromSupplier(metrics)));
  }

  private static Publisher<Void> send(HttpServerResponse response, Readiness.Report report) {
    HttpResponseStatus status =
        report.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
    return send(response, status.code(), TEXT, Mono.just(report.text()));
  }

  private static Publisher<Void> send(
      HttpServerResponse response, int status, String type, Mono<String> text) {
    return response.status(status).header(HttpHeaderNames.CONTENT_TYPE, type).sendString(text);
  }

  private static IllegalStateException unbound(HttpSettings settings, RuntimeException failure) {
    Throwable cause = failure instanceof ChannelBindException ? failure.getCause() : failure;
    Throwable reason = cause == null ? failure : cause;
    String message = reason.getMessage();
    return new IllegalStateException(
        "http.port %d of http.address %s must be free to listen on, choose another: %s"
            .formatted(
                settings.port(),
                settings.address(),
                message == null ? reason.getClass().getSimpleName() : message),
        failure);
  }
}
