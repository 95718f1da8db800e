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
 * The manifests that are there to be copied: one learns, one stands by, and an update spares both;
 * or several share a model, as many as the lag asks for.
 */
class KubernetesManifestTest {
  private static final Path DIRECTORY = Path.of("docker", "kubernetes");

  private final List<JsonNode> resources = resources("learner.yaml");
  private final List<JsonNode> shared = resources("scaled-learners.yaml");

  @TempDir private Path directory;

  @Test
  void deployment_bringsANewOneBeforeAnOldOneGoes() {
    JsonNode deployment = resource("Deployment").at("/spec");

    assertThat(deployment.at("/replicas").asInt()).isEqualTo(2);
    assertThat(deployment.at("/strategy/type").asString()).isEqualTo("RollingUpdate");
    assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
    assertThat(deployment.at("/strategy/rollingUpdate/maxSurge").asInt()).isEqualTo(1);
  }

  @Test
  void containers_thatMayWriteNowhere_mayWriteToABoundedTmp() {
    for (List<JsonNode> manifest : List.of(resources, shared)) {
      JsonNode pod = resource("Deployment", manifest).at("/spec/template/spec");

      assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem").asBoolean())
          .isTrue();
      assertThat(pod.at("/containers/0/volumeMounts/2/mountPath").asString()).isEqualTo("/tmp");
      assertThat(pod.at("/volumes/2/emptyDir/sizeLimit").asString()).isEqualTo("32Mi");
    }
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
    assertThat(settings(resource("ConfigMap")).http()).isPresent();
    assertThat(settings(resource("ConfigMap", shared)).scale()).isPresent();
  }

  private Settings settings(JsonNode config) throws IOException {
    String yaml = config.at("/data/learner.yaml").asString();
    Path file = directory.resolve("learner.yaml");
    Files.writeString(file, yaml.replaceAll("\\$\\{[A-Z_]+}", "value"));
    return Settings.read(file);
  }

  /** Two that say how many there are would undo each other's work. */
  @Test
  void replicasOfLearnersThatShare_goByTheLagOfTheirOwnGroup() throws IOException {
    Settings settings = settings(resource("ConfigMap", shared));
    JsonNode deployment = resource("Deployment", shared);
    JsonNode scaling = resource("ScaledObject", shared).at("/spec");

    assertThat(deployment.at("/spec/replicas").isMissingNode()).isTrue();
    assertThat(scaling.at("/scaleTargetRef/name")).isEqualTo(deployment.at("/metadata/name"));
    assertThat(scaling.at("/triggers/0/metadata/consumerGroup").asString())
        .isEqualTo(settings.modelName());
    assertThat(scaling.at("/triggers/0/metadata/topic").asString())
        .isEqualTo(settings.topics().input());
    assertThat(scaling.at("/triggers/0/authenticationRef/name"))
        .isEqualTo(resource("TriggerAuthentication", shared).at("/metadata/name"));
  }

  private JsonNode resource(String kind) {
    return resource(kind, resources);
  }

  private static JsonNode resource(String kind, List<JsonNode> resources) {
    return resources.stream()
        .filter(each -> each.at("/kind").asString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> resources(String file) {
    YAMLMapper mapper = new YAMLMapper();
    try (MappingIterator<JsonNode> all =
        mapper.readerFor(JsonNode.class).readValues(DIRECTORY.resolve(file).toFile())) {
      return all.readAll();
    }
  }
}
