package io.gradstream.config;

import static io.gradstream.config.Bindings.bind;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.settings.SettingsTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.yaml.YAMLMapper;

class RoundTripTest {
  @Test
  void bind_description_givesTheSettingsBack() {
    ExampleSettings settings =
        new ExampleSettings(
            "true",
            Long.MAX_VALUE,
            new ExampleSettings.Kafka("a:1,b:2", Map.of("acks", "1", "x", "$", "e", "")),
            new ExampleSettings.Input("t"),
            new ExampleSettings.Sample(
                List.of(new ExampleSettings.Feature.Array("p", 64)),
                new ExampleSettings.Label.Class("digit", 10)),
            new ExampleSettings.Model(
                List.of(new ExampleSettings.Layer.LeakyRelu(1e-5)), Optional.of(Path.of("a/b"))),
            new ExampleSettings.Loss.BceWithLogits(Optional.of(2.0), ExampleSettings.Reduction.SUM),
            new ExampleSettings.Optimizer.Adam(0.1, List.of(0.5, 1.0), 1e-300),
            new ExampleSettings.Schedule.Step(10, 0.5),
            Optional.of(new ExampleSettings.Clip.Value(0.1)),
            new ExampleSettings.Batch(
                ExampleSettings.Batch.Mode.FULL, 7, Duration.ofNanos(1_500), 3),
            Optional.of(new ExampleSettings.Publish("v")),
            Optional.empty(),
            Optional.of(new ExampleSettings.Http()));

    String yaml = new YAMLMapper().writeValueAsString(SettingsTree.of(settings).values());

    assertThat(bind(yaml, ExampleSettings.class)).isEqualTo(settings);
  }
}
