package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is started by one command: a learner beside its Kafka, or several. */
class ComposeFilesTest {
  /** Without it models of keys come from the broker; as {@code noexec} it is none for zstd. */
  @ParameterizedTest
  @ValueSource(strings = {"compose.yaml", "compose.scale.yaml"})
  void learner_thatMayWriteNowhere_mayWriteToABoundedTmp(String file) {
    JsonNode learner =
        new YAMLMapper().readTree(Path.of("docker", file).toFile()).at("/services/learner");

    assertThat(learner.at("/read_only").asBoolean()).isTrue();
    assertThat(learner.at("/tmpfs/0").asString()).matches("/tmp:size=\\d+m,exec");
  }
}
