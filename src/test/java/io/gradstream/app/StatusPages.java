package io.gradstream.app;

import io.gradstream.serve.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * What a learner tells over HTTP.
 *
 * @param server where
 */
record StatusPages(URI server) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Those of a learner that was started with an {@code http} section. */
  static StatusPages of(OwnJvm learner) {
    String line = learner.await(learner.says("health and metrics at "));
    return new StatusPages(URI.create(line.substring(line.indexOf("http://"))));
  }

  /** Those of a replica. */
  static StatusPages ofReplica(OwnJvm replica) {
    String line = replica.await(replica.says("predictions at "));
    return new StatusPages(URI.create(line.substring(line.indexOf("http://"))).resolve("/"));
  }

  /** Asks what is predicted. */
  HttpResponse<String> predict(String body) {
    return send(
        HttpRequest.newBuilder(server.resolve("/predict"))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String page) {
    return send(HttpRequest.newBuilder(server.resolve(page)));
  }

  /** The same with a token. */
  HttpResponse<String> get(String page, String token) {
    return send(
        HttpRequest.newBuilder(server.resolve(page)).header("Authorization", "Bearer " + token));
  }

  /** Gives the learner a command. */
  HttpResponse<String> control(String token, String command) {
    return send(
        HttpRequest.newBuilder(server.resolve("/control"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(command)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  PrometheusText metrics() {
    return PrometheusText.parse(get("/metrics").body());
  }

  /** How many samples are in the newest version, 0 before the first. */
  long learned() {
    return sum("gradstream_model_samples");
  }

  /** A figure over all of its series that have a value. */
  long sum(String name) {
    return metrics().samples().entrySet().stream()
        .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .filter(Double::isFinite)
        .mapToLong(value -> (long) value)
        .sum();
  }

  /** The lag of every partition of a model's input. */
  Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new TreeMap<>();
    metrics()
        .samples()
        .forEach(
            (series, value) -> {
              if (series.startsWith("gradstream_lag_records{")) {
                lag.put(
                    Integer.valueOf(series.replaceAll(".*partition=\"(\\d+)\".*", "$1")),
                    value.longValue());
              }
            });
    return lag;
  }

  /** Asks until the answer is this. */
  String await(String page, int status, String part) {
    return await(
            page, answer -> answer.statusCode() == status && answer.body().contains(part), part)
        .body();
  }

  HttpResponse<String> await(String page, Predicate<HttpResponse<String>> wanted, String what) {
    return Mono.fromCallable(() -> get(page))
        .filter(wanted)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(100)))
        .blockOptional(PATIENCE)
        .orElseThrow(() -> new AssertionError(page + " never answered " + what));
  }

  /** Asks until the lag is this. */
  void awaitLag(Map<Integer, Long> wanted) {
    Mono.fromCallable(this::lag)
        .filter(wanted::equals)
        .repeatWhenEmpty(empty -> empty.delayElements(Duration.ofMillis(100)))
        .timeout(PATIENCE, Mono.error(() -> new AssertionError("the lag stays " + lag())))
        .block();
  }
}
