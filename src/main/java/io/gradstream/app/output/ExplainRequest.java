package io.gradstream.app.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.data.SampleSettings;
import io.gradstream.version.ModelVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Which samples of a request ask for an explanation: those with {@code "explain": true} beside
 * their fields, but where the model has a field of that name.
 */
final class ExplainRequest {
  private static final String MEMBER = "explain";
  private static final JsonFactory JSON = new JsonFactory();

  private final boolean possible;

  /** What is asked of a version by the body of a request. */
  ExplainRequest(byte[] body, ModelVersion version) {
    this.possible = new String(body, UTF_8).contains(MEMBER) && !hasField(version);
  }

  private static boolean hasField(ModelVersion version) {
    return SampleSettings.described(version.sample()).features().stream()
        .anyMatch(feature -> feature.field().equals(MEMBER));
  }

  /** Whether a sample of the request asks for it. */
  boolean isIn(byte[] sample) {
    return possible && isTrue(sample);
  }

  /** What is no JSON asks for nothing: whoever decodes it says so. */
  private static boolean isTrue(byte[] sample) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), sample)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean asks = in.currentName().equals(MEMBER);
        JsonToken value = in.nextToken();
        if (asks) {
          return value == JsonToken.VALUE_TRUE;
        }
        in.skipChildren();
      }
      return false;
    } catch (JacksonException none) {
      return false;
    }
  }
}
