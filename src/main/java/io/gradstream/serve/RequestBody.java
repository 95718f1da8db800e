package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The body of a request, which says beforehand how long it is.
 *
 * @param mostBytes so many it may have
 */
record RequestBody(int mostBytes) {
  /** Whether it may be read. */
  boolean isShort(HttpServerRequest request) {
    HttpHeaders headers = request.requestHeaders();
    int length = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, mostBytes + 1);
    return length <= mostBytes && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  /** All of it; empty where there is nothing. */
  Mono<byte[]> read(HttpServerRequest request) {
    return request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0]);
  }
}
