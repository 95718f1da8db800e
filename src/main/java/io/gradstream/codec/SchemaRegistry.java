package io.gradstream.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema registry behind the interface of Confluent's, which Apicurio ({@code /apis/ccompat/v7}),
 * Karapace and Redpanda have too.
 */
final class SchemaRegistry {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;
  private static final int ITS_OWN_FAULT = 500;

  private final String address;
  private final Optional<String> authorization;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * The registry at an address, which may hold a user and a password.
   *
   * @throws IllegalArgumentException if it is none
   */
  SchemaRegistry(String address) {
    URI uri = uri(address);
    this.authorization = Optional.ofNullable(uri.getUserInfo()).map(SchemaRegistry::basic);
    String plain = address.replace(uri.getRawUserInfo() + "@", "");
    this.address = plain.endsWith("/") ? plain : plain + "/";
  }

  private static URI uri(String address) {
    if (!address.matches("https?://[^/]+.*")) {
      throw new IllegalArgumentException(
          "input.avro.registry must begin with http:// or https://: " + address);
    }
    return URI.create(address);
  }

  private static String basic(String user) {
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * The schema of a number as JSON, empty if the registry has none.
   *
   * @throws RegistryAway if the registry does not answer, or says that it cannot for now
   * @throws UncheckedIOException if what it answers is no schema
   */
  Optional<String> schema(int id) {
    HttpResponse<String> answer = get("schemas/ids/" + id);
    if (answer.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.statusCode() >= ITS_OWN_FAULT) {
      throw new RegistryAway(unusable(statusOf(answer), null));
    }
    try {
      String schema = new JsonMapper().readTree(answer.body()).path("schema").asString("");
      if (answer.statusCode() == OK && !schema.isEmpty()) {
        return Optional.of(schema);
      }
    } catch (JacksonException e) {
      throw new UncheckedIOException(unusable("what it says is not JSON", e));
    }
    throw new UncheckedIOException(unusable(statusOf(answer), null));
  }

  private static String statusOf(HttpResponse<?> answer) {
    return "it answers with status " + answer.statusCode();
  }

  private HttpResponse<String> get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RegistryAway(unusable(e.getClass().getSimpleName(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(unusable("interrupted", e));
    }
  }

  private IOException unusable(String why, @Nullable Exception cause) {
    return new IOException("the schema registry " + address + " cannot be used: " + why, cause);
  }
}
