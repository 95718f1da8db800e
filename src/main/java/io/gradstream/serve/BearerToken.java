package io.gradstream.serve;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a client must show: {@code Authorization: Bearer TOKEN}.
 *
 * @param token the secret
 */
record BearerToken(String token) {
  private static final String SCHEME = "Bearer ";

  /** Whether it is shown; in a time that does not depend on how much of it is right. */
  boolean isShownBy(HttpHeaders headers) {
    String shown = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    return MessageDigest.isEqual(bytes(SCHEME + token), bytes(shown));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The token is not shown. */
  @Override
  public String toString() {
    return "BearerToken";
  }
}
