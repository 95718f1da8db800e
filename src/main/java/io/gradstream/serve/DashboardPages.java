package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard over HTTP: a page and what it is made of, all from here, and its data as
 * server-sent events, one a second. The first event of a connection has the whole curve, each other
 * one what came to it.
 */
final class DashboardPages {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TEXT = "text/";

  /** Nothing from elsewhere, and nothing that a record's text could smuggle in. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Who looks at once, at most: a server has other things to answer. */
  private static final int MOST_WATCHERS = 16;

  private final Dashboard dashboard;
  private final Map<String, Asset> assets;
  private final AtomicInteger watchers = new AtomicInteger();

  DashboardPages(Dashboard dashboard) {
    this.dashboard = dashboard;
    this.assets =
        Map.of(
            "/", Asset.of("html", DashboardAssets.bytes(DashboardAssets.PAGE)),
            "/dashboard.css", Asset.of("css", DashboardAssets.bytes(DashboardAssets.STYLE)),
            "/dashboard.js", Asset.of("javascript", DashboardAssets.bytes(DashboardAssets.SCRIPT)),
            "/chart.js", Asset.of("javascript", DashboardAssets.charts()));
  }

  /** The paths that are the same for everybody and at all times. */
  Iterable<String> paths() {
    return assets.keySet();
  }

  Publisher<Void> send(String path, HttpServerResponse response) {
    Asset asset = assets.getOrDefault(path, Asset.NONE);
    return response
        .header(HttpHeaderNames.CONTENT_TYPE, asset.type())
        .header(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .sendByteArray(Mono.just(asset.content()));
  }

  Publisher<Void> events(HttpServerResponse response) {
    if (watchers.incrementAndGet() > MOST_WATCHERS) {
      watchers.decrementAndGet();
      return response.status(HttpResponseStatus.SERVICE_UNAVAILABLE).send();
    }
    Seen seen = new Seen();
    Flux<String> events =
        Flux.interval(Duration.ZERO, EVERY)
            .onBackpressureDrop()
            .map(tick -> event(seen))
            .doFinally(end -> watchers.decrementAndGet());
    return response.header(HttpHeaderNames.CACHE_CONTROL, "no-store").sse().sendString(events);
  }

  /** What is there now, and the curve from behind the last version that was seen. */
  private String event(Seen seen) {
    long fillings = dashboard.fillings();
    Map<String, Object> tree = dashboard.tree(seen.fillings == fillings ? seen.version : 0);
    seen.fillings = fillings;
    if (tree.get("version") instanceof Long version) {
      seen.version = version;
    }
    return "data: " + JSON.writeValueAsString(tree) + "\n\n";
  }

  /** What a connection has been told; one event after the other. */
  private static final class Seen {
    private long version;
    private long fillings;
  }

  /** A file among the program's own. */
  private record Asset(String type, byte[] content) {
    static final Asset NONE = new Asset(TEXT + "plain", new byte[0]);

    static Asset of(String type, byte[] content) {
      return new Asset(TEXT + type + "; charset=utf-8", content);
    }
  }
}
