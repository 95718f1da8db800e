package io.gradstream.serve;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * The HTTP server beside a learner or a replica: a learner's dashboard at {@code /}, {@code
 * /livez}, {@code /readyz}, {@code /metrics}, {@code /control} and {@code /predict}, on one thread
 * of its own. What a client may take of it is bounded: connections, the bytes of a request, which
 * has no body unless it is a command or asks for predictions, and the time it takes to ask.
 */
public final class StatusServer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final int MOST_CONNECTIONS = 64;
  private static final int LINE_BYTES = 2 << 10;
  private static final int HEADER_BYTES = 8 << 10;
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
   * @throws IllegalStateException if the address cannot be listened on, or the certificate cannot
   *     be used
   */
  public static StatusServer start(HttpSettings settings, Site site) {
    HttpServer bounded = settings.tls().map(StatusServer::encrypted).orElseGet(HttpServer::create);
    Pages pages = Pages.of(settings.token().map(BearerToken::new), site);
    LoopResources loop = LoopResources.create("gradstream-http", 1, true);
    ConnectionBounds connections = new ConnectionBounds(MOST_CONNECTIONS, IDLE);
    try {
      DisposableServer server =
          bounded
              .runOn(loop, false)
              // Whoever starts again finds the address in use for a minute by those who had been
              // connected, otherwise.
              .option(ChannelOption.SO_REUSEADDR, true)
              .host(settings.address())
              .port(settings.port())
              .doOnChannelInit(connections)
              .childObserve(connections)
              .idleTimeout(IDLE)
              .requestTimeout(REQUEST)
              .httpRequestDecoder(
                  decoder -> decoder.maxInitialLineLength(LINE_BYTES).maxHeaderSize(HEADER_BYTES))
              .route(pages::route)
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

  private static HttpServer encrypted(TlsSettings tls) {
    try {
      SslContext context =
          SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile()).build();
      return HttpServer.create().secure(spec -> spec.sslContext(context));
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "http.tls must name a certificate and its key, both in PEM and the key without a password:"
              + " %s and %s cannot be used".formatted(tls.certificate(), tls.key()),
          e);
    }
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
