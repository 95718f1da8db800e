package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final String CHARTS = "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.js";

  /** Nothing from elsewhere, and nothing that a record's text could smuggle in. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Dashboard dashboard;
  private final Map<String, Asset> assets;

  DashboardPages(Dashboard dashboard) {
    this.dashboard = dashboard;
    this.assets =
        Map.of(
            "/", Asset.of("dashboard/index.html", "text/html; charset=utf-8"),
            "/dashboard.css", Asset.of("dashboard/dashboard.css", "text/css; charset=utf-8"),
            "/dashboard.js", Asset.of("dashboard/dashboard.js", "text/javascript; charset=utf-8"),
            "/chart.js",
                Asset.of(CHARTS.formatted(chartsVersion()), "text/javascript; charset=utf-8"));
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
    Flux<String> events =
        Flux.defer(
            () -> {
              AtomicLong seen = new AtomicLong();
              return Flux.interval(Duration.ZERO, EVERY)
                  .onBackpressureDrop()
                  .map(tick -> event(seen));
            });
    return response.header(HttpHeaderNames.CACHE_CONTROL, "no-store").sse().sendString(events);
  }

  /** What is there now, and the points behind the last that was seen. */
  private String event(AtomicLong seen) {
    Map<String, Object> tree = dashboard.tree();
    var points = dashboard.points(seen.get());
    tree.put("points", points.stream().map(CurvePoint::tree).toList());
    points.stream().mapToLong(CurvePoint::number).max().ifPresent(seen::set);
    return "data: " + JSON.writeValueAsString(tree) + "\n\n";
  }

  /** Which release of Chart.js there is, as its jar says itself. */
  private static String chartsVersion() {
    Properties properties = new Properties();
    try (InputStream in = Asset.open("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  /** A file among the program's own. */
  private record Asset(String type, byte[] content) {
    static final Asset NONE = new Asset("text/plain", new byte[0]);

    static Asset of(String resource, String type) {
      try (InputStream in = open(resource)) {
        return new Asset(type, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static InputStream open(String resource) throws IOException {
      InputStream in = DashboardPages.class.getResourceAsStream(resource);
      if (in == null) {
        throw new IOException("the program's own " + resource + " is missing");
      }
      return in;
    }
  }
}
