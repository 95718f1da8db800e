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
 * @param dashboard what people look at, if there is something to look at
 * @param control where commands are given, if they are
 * @param predict where samples are answered, if they are
 */
record Pages(
    Optional<BearerToken> token,
    Readiness readiness,
    Supplier<String> metrics,
    Optional<DashboardPages> dashboard,
    Optional<ControlPage> control,
    Optional<PredictPage> predict) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  /** The pages of a site, of which those that tell something ask for the token. */
  static Pages of(Optional<BearerToken> token, Site site) {
    return new Pages(
        token,
        site.readiness(),
        site.metrics(),
        site.dashboard().map(DashboardPages::new),
        site.commands().map(ControlPage::new),
        site.predictions().map(who -> new PredictPage(token, who)));
  }

  void route(HttpServerRoutes routes) {
    routes
        .get("/livez", (request, response) -> answer(request, response, this::live))
        .get("/readyz", (request, response) -> answer(request, response, this::ready))
        .get(
            "/metrics",
            (request, response) -> answer(request, response, told(request, this::metrics)));
    dashboard.ifPresent(pages -> route(routes, pages));
    control.ifPresent(page -> routes.post(ControlPage.PATH, page::answer));
    predict.ifPresent(page -> routes.post(PredictPage.PATH, page::answer));
  }

  private void route(HttpServerRoutes routes, DashboardPages pages) {
    routes.get(
        "/events", (request, response) -> answer(request, response, told(request, pages::events)));
    for (String path : pages.paths()) {
      routes.get(
          path, (request, response) -> answer(request, response, each -> pages.send(path, each)));
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
