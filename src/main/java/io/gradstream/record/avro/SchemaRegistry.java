package io.gradstream.record.avro;

import io.gradstream.record.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema registry behind the interface of Confluent's, which Apicurio ({@code /apis/ccompat/v7}),
 * Karapace and Redpanda have too.
 */
final class SchemaRegistry {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int LAST_PORT = 65_535;

  /** By these it says that it has no such schema: its records are rejected, and not waited for. */
  private static final Set<Integer> NO_SCHEMA = Set.of(400, 404, 422);

  private final String address;
  private final Optional<String> authorization;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * The registry at an address, which may hold a user and a password.
   *
   * @throws IllegalArgumentException if it is none
   */
  SchemaRegistry(String address) {
    URI uri = uri(address);
    this.authorization = Optional.ofNullable(uri.getUserInfo()).map(SchemaRegistry::basic);
    this.address = withoutUser(uri);
  }

  /** Made of the parts that are shown, so that no other is. */
  private static String withoutUser(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath();
    return "%s://%s%s%s%s"
        .formatted(uri.getScheme(), uri.getHost(), port, path, path.endsWith("/") ? "" : "/");
  }

  /** What is wrong with an address is not shown: it may hold a password. */
  private static URI uri(String address) {
    try {
      URI uri = new URI(address);
      if (address.matches("https?://[^/]+.*") && isPlain(uri)) {
        return uri;
      }
    } catch (URISyntaxException notShown) {
      // said below
    }
    throw new IllegalArgumentException(
        "input.avro.registry must be an address such as http://localhost:8081 or"
            + " https://user:password@registry.example, special characters in user and password"
            + " written as %XX");
  }

  /**
   * What is behind the host and looks like a user's end belongs to a password that is not written
   * as it must be; there is no query to a registry either.
   */
  private static boolean isPlain(URI uri) {
    return uri.getHost() != null
        && uri.getPort() <= LAST_PORT
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && !uri.getRawPath().contains("@");
  }

  private static String basic(String user) {
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * What the registry says of the schema of a number.
   *
   * @throws UnusableSchema if it has none
   * @throws RegistryAway if it does not answer, or not as a registry does
   * @throws UncheckedIOException if the thread is interrupted
   */
  JsonNode schema(int id) throws UnusableSchema {
    return found(get("schemas/ids/" + id), "which the registry does not have");
  }

  /** What the registry says of a version of a subject; exceptions as there. */
  JsonNode schema(String subject, int version) throws UnusableSchema {
    String path = URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    return found(
        get("subjects/" + path + "/versions/" + version),
        "which refers to %s, version %d, which the registry does not have"
            .formatted(Quoted.harmless(subject), version));
  }

  private JsonNode found(HttpResponse<String> answer, String missing) throws UnusableSchema {
    if (NO_SCHEMA.contains(answer.statusCode()) && isRegistry(answer)) {
      throw new UnusableSchema(missing, false);
    }
    if (answer.statusCode() != OK) {
      throw away("it answers with status " + answer.statusCode(), null);
    }
    try {
      JsonNode registered = json.readTree(answer.body());
      if (registered.path("schema").isString()) {
        return registered;
      }
    } catch (JacksonException e) {
      throw away("what it says is not JSON", e);
    }
    throw away("what it says has no schema", null);
  }

  /** Whether a registry has answered so, and not the page of whatever else is at an address. */
  private static boolean isRegistry(HttpResponse<String> answer) {
    return answer.body().isBlank() || answer.body().strip().startsWith("{");
  }

  private HttpResponse<String> get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw away(e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(unusable("interrupted", e));
    }
  }

  private RegistryAway away(String why, @Nullable Exception cause) {
    return new RegistryAway(unusable(why, cause));
  }

  private IOException unusable(String why, @Nullable Exception cause) {
    return new IOException("the schema registry " + address + " cannot be used: " + why, cause);
  }
}
