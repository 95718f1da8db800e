package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * What a learner answers: health to everybody, for probes have nothing to show, and so the page of
 * its dashboard; metrics and what the dashboard shows to who shows the token, if there is one.
 *
 * @param token what is asked for
 * @param readiness what is told of it
 * @param metrics a scrape in Prometheus' text format 0.0.4
 * @param dashboard what people look at
 * @param control where commands are given, if they are
 */
record Pages(
    Optional<BearerToken> token,
    Readiness readiness,
    Supplier<String> metrics,
    DashboardPages dashboard,
    Optional<ControlPage> control) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  void route(HttpServerRoutes routes) {
    routes
        .get("/livez", (request, response) -> answer(request, response, this::live))
        .get("/readyz", (request, response) -> answer(request, response, this::ready))
        .get(
            "/metrics",
            (request, response) -> answer(request, response, told(request, this::metrics)))
        .get(
            "/events",
            (request, response) -> answer(request, response, told(request, dashboard::events)));
    control.ifPresent(page -> routes.post(ControlPage.PATH, page::answer));
    for (String path : dashboard.paths()) {
      routes.get(
          path,
          (request, response) -> answer(request, response, each -> dashboard.send(path, each)));
    }
  }

  /** Nothing that is only looked at takes a body: what brings one is not read. */
  private static Publisher<Void> answer(
      HttpServerRequest request, HttpServerResponse response, Page page) {
    HttpHeaders headers = request.requestHeaders();
    boolean hasBody =
        headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
            || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
    return hasBody
        ? send(
            response.keepAlive(false),
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            "no page here takes a body\n")
        : page.sendTo(response);
  }

  private Publisher<Void> live(HttpServerResponse response) {
    return send(response, HttpResponseStatus.OK, "alive\n");
  }

  private Publisher<Void> ready(HttpServerResponse response) {
    Readiness.Report report = readiness.report();
    return send(
        response,
        report.ready() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        report.text());
  }

  private Page told(HttpServerRequest request, Page page) {
    HttpHeaders headers = request.requestHeaders();
    boolean isTold = token.isEmpty() || token.get().isShownBy(headers);
    return isTold ? page : Pages::refuse;
  }

  private Publisher<Void> metrics(HttpServerResponse response) {
    return response
        .header(HttpHeaderNames.CONTENT_TYPE, METRICS)
        .sendString(Mono.fromSupplier(metrics));
  }

  private static Publisher<Void> refuse(HttpServerResponse response) {
    return send(
        response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"),
        HttpResponseStatus.UNAUTHORIZED,
        "show http.token: Authorization: Bearer TOKEN\n");
  }

  private static Publisher<Void> send(
      HttpServerResponse response, HttpResponseStatus status, String text) {
    return response
        .status(status)
        .header(HttpHeaderNames.CONTENT_TYPE, TEXT)
        .sendString(Mono.just(text));
  }

  /** One answer. */
  private interface Page {
    Publisher<Void> sendTo(HttpServerResponse response);
  }
}
