package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The manifest that is there to be copied: one learns, one stands by, and an update spares both.
 */
class KubernetesManifestTest {
  private static final Path MANIFEST = Path.of("docker", "kubernetes", "learner.yaml");

  private final List<JsonNode> resources = resources();

  @TempDir private Path directory;

  @Test
  void deployment_bringsANewOneBeforeAnOldOneGoes() {
    JsonNode deployment = resource("Deployment").at("/spec");

    assertThat(deployment.at("/replicas").asInt()).isEqualTo(2);
    assertThat(deployment.at("/strategy/type").asString()).isEqualTo("RollingUpdate");
    assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
    assertThat(deployment.at("/strategy/rollingUpdate/maxSurge").asInt()).isEqualTo(1);
  }

  /** A budget that all replicas are needed for would let no node be drained. */
  @Test
  void budget_isOfItsPodsAndLetsOneGo() {
    JsonNode budget = resource("PodDisruptionBudget").at("/spec");

    assertThat(budget.at("/minAvailable").asInt())
        .isEqualTo(resource("Deployment").at("/spec/replicas").asInt() - 1);
    assertThat(budget.at("/selector/matchLabels"))
        .isEqualTo(resource("Deployment").at("/spec/template/metadata/labels"));
  }

  @Test
  void configuration_isOneThatCanBeRead() throws IOException {
    String yaml = resource("ConfigMap").at("/data/learner.yaml").asString();
    Path file = directory.resolve("learner.yaml");
    Files.writeString(file, yaml.replaceAll("\\$\\{[A-Z_]+}", "value"));

    assertThat(Settings.read(file).http()).isPresent();
  }

  private JsonNode resource(String kind) {
    return resources.stream()
        .filter(each -> each.at("/kind").asString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> resources() {
    YAMLMapper mapper = new YAMLMapper();
    try (MappingIterator<JsonNode> all =
        mapper.readerFor(JsonNode.class).readValues(MANIFEST.toFile())) {
      return all.readAll();
    }
  }
}
