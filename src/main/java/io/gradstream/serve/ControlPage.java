package io.gradstream.serve;

import io.gradstream.codec.CommandCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.version.control.Command;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * {@code POST /control}: a command to the learner as a JSON object, for who shows the token. It is
 * passed on and answered by its offset; what comes of it is in a version.
 */
final class ControlPage {
  static final String PATH = "/control";

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final RequestBody BODY = new RequestBody(1000);

  private final BearerToken token;
  private final Commands commands;
  private final CommandCodec codec = new CommandCodec();

  ControlPage(Commands commands) {
    this.token = new BearerToken(commands.token());
    this.commands = commands;
  }

  Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    if (!token.isShownBy(request.requestHeaders())) {
      return send(
          // Whatever stands in its body is not read.
          response.keepAlive(false).header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"),
          HttpResponseStatus.UNAUTHORIZED,
          "show http.controlToken: Authorization: Bearer TOKEN\n");
    }
    if (!BODY.isShort(request)) {
      return send(
          response.keepAlive(false),
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          "a command must have a Content-Length of at most %d bytes\n".formatted(BODY.mostBytes()));
    }
    return BODY.read(request)
        .map(codec::decode)
        .flatMap(this::sent)
        .flatMap(offset -> Mono.from(accepted(response, offset)))
        .onErrorResume(failure -> Mono.from(refused(response, failure)));
  }

  private Mono<Long> sent(Command command) {
    return Mono.fromCallable(() -> commands.sender().apply(command))
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(Mono::fromCompletionStage);
  }

  private Publisher<Void> accepted(HttpServerResponse response, long offset) {
    return response
        .status(HttpResponseStatus.ACCEPTED)
        .header(HttpHeaderNames.CONTENT_TYPE, JSON)
        .sendString(Mono.just(codec.text(Map.of("offset", offset)) + "\n"));
  }

  private static Publisher<Void> refused(HttpServerResponse response, Throwable failure) {
    HttpResponseStatus status =
        failure instanceof MalformedContent
            ? HttpResponseStatus.BAD_REQUEST
            : HttpResponseStatus.SERVICE_UNAVAILABLE;
    return send(response, status, failure.getMessage() + "\n");
  }

  private static Publisher<Void> send(
      HttpServerResponse response, HttpResponseStatus status, String text) {
    return response
        .status(status)
        .header(HttpHeaderNames.CONTENT_TYPE, TEXT)
        .sendString(Mono.just(text));
  }
}
