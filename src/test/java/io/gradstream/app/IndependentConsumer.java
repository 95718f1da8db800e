package io.gradstream.app;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hashing;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A consumer that knows of a version what the page on the wire format says, and nothing of our
 * code: for one linear layer over scaled numbers, hashed categories and a vocabulary, and a binary
 * label.
 */
final class IndependentConsumer {
  private final ModelVersion version;
  private final JsonNode sample;

  IndependentConsumer(ModelVersion version) {
    this.version = version;
    this.sample = new JsonMapper().valueToTree(version.sample());
  }

  /** The probability of 1. */
  double predict(String line) {
    JsonNode fields = new JsonMapper().readTree(line);
    float[] weight = tensor("0.weight");
    double logit = tensor("0.bias")[0];
    int behind = sample.get("width").asInt();
    for (JsonNode feature : sample.get("features")) {
      JsonNode value = fields.get(feature.get("field").asString());
      int column = feature.get("column").asInt();
      if (feature.has("mean")) {
        double variance = feature.get("variance").asDouble();
        double scaled = (value.asDouble() - feature.get("mean").asDouble()) / Math.sqrt(variance);
        logit += weight[column] * scaled;
      } else if (feature.has("buckets")) {
        long bucket = hash(value) % feature.get("columns").asInt();
        logit += weight[column + (int) bucket];
      } else {
        int size = feature.get("embedding").asInt();
        float[] table = tensor(feature.get("table").asString());
        int row = row(hash(value), tensor(feature.get("categories").asString()));
        for (int i = 0; i < size; i++) {
          logit += weight[behind + i] * (double) table[row * size + i];
        }
        behind += size;
      }
    }
    return 1 / (1 + Math.exp(-logit));
  }

  /** Which row has a category: the one behind them all where none has. */
  private static int row(long hash, float[] categories) {
    int row = 0;
    while (row < categories.length / 2
        && !(categories[2 * row] == 1 + hash / 65536 && categories[2 * row + 1] == hash % 65536)) {
      row++;
    }
    return row;
  }

  private static long hash(JsonNode value) {
    byte[] text = value.asString().getBytes(StandardCharsets.UTF_8);
    return Integer.toUnsignedLong(Hashing.murmur3_32().hashBytesToInt(text));
  }

  private float[] tensor(String name) {
    Map<String, Tensor> parameters = version.parameters();
    return requireNonNull(parameters.get(name), name).data();
  }
}
