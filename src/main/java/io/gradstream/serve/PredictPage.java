package io.gradstream.serve;

import io.gradstream.serve.Predictions.Answer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code POST /predict}: what the newest version says of a sample, or of an array of them, for who
 * shows the token, if there is one. What is wrong is said in JSON, as what is right.
 */
final class PredictPage {
  static final String PATH = "/predict";

  private static final String JSON = "application/json";
  private static final RequestBody BODY = new RequestBody(1 << 20);

  private final Optional<BearerToken> token;
  private final Predictions predictions;

  /** The page of whoever answers; it asks for a token where there is one. */
  PredictPage(Optional<BearerToken> token, Predictions predictions) {
    this.token = token;
    this.predictions = predictions;
  }

  Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    if (token.isPresent() && !token.get().isShownBy(request.requestHeaders())) {
      return refused(
          response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"),
          HttpResponseStatus.UNAUTHORIZED,
          "show http.token: Authorization: Bearer TOKEN");
    }
    if (!BODY.isShort(request)) {
      return refused(
          response,
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          "samples must have a Content-Length of at most %d bytes".formatted(BODY.mostBytes()));
    }
    return BODY.read(request)
        .flatMap(
            body ->
                Mono.fromCallable(() -> predictions.answer(body))
                    .subscribeOn(Schedulers.boundedElastic()))
        .flatMap(answer -> Mono.from(send(response, answer)));
  }

  /** What stands in its body is not read. */
  private static Publisher<Void> refused(
      HttpServerResponse response, HttpResponseStatus status, String why) {
    return send(
        response.keepAlive(false), new Answer(status.code(), "{\"error\":\"" + why + "\"}\n"));
  }

  private static Publisher<Void> send(HttpServerResponse response, Answer answer) {
    return response
        .status(answer.status())
        .header(HttpHeaderNames.CONTENT_TYPE, JSON)
        .sendString(Mono.just(answer.json()));
  }
}
