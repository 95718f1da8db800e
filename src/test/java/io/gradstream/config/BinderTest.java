package io.gradstream.config;

import static io.gradstream.config.Bindings.bind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.config.ExampleSettings.Batch;
import io.gradstream.config.ExampleSettings.Clip;
import io.gradstream.config.ExampleSettings.DeadLetter;
import io.gradstream.config.ExampleSettings.Feature;
import io.gradstream.config.ExampleSettings.Format;
import io.gradstream.config.ExampleSettings.Http;
import io.gradstream.config.ExampleSettings.Input;
import io.gradstream.config.ExampleSettings.Kafka;
import io.gradstream.config.ExampleSettings.Label;
import io.gradstream.config.ExampleSettings.Layer;
import io.gradstream.config.ExampleSettings.Loss;
import io.gradstream.config.ExampleSettings.Model;
import io.gradstream.config.ExampleSettings.Optimizer;
import io.gradstream.config.ExampleSettings.Publish;
import io.gradstream.config.ExampleSettings.Reduction;
import io.gradstream.config.ExampleSettings.Sample;
import io.gradstream.config.ExampleSettings.Scale;
import io.gradstream.config.ExampleSettings.Schedule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
  @Test
  void read_wholeExample_bindsEverySection() throws URISyntaxException {
    Path file =
        Path.of(Objects.requireNonNull(BinderTest.class.getResource("flights.yaml")).toURI());

    ExampleSettings settings = new ConfigFile(file, name -> null).read(ExampleSettings.class);

    assertThat(settings)
        .isEqualTo(
            new ExampleSettings(
                "flight-delays",
                42,
                new Kafka("localhost:9092", Map.of()),
                new Input("flights", Format.JSON, Input.From.EARLIEST),
                new Sample(
                    List.of(
                        new Feature.Numeric("distance", Scale.STANDARD),
                        new Feature.Categorical("origin", 512)),
                    new Label.Binary("delayed")),
                new Model(
                    List.of(new Layer.Linear(16), new Layer.Relu(), new Layer.Linear(1)),
                    Optional.empty()),
                new Loss.BceWithLogits(Optional.empty(), Reduction.MEAN),
                new Optimizer.Sgd(0.05, 0.9, false),
                new Schedule.Constant(),
                Optional.of(new Clip.Norm(1)),
                new Batch(Batch.Mode.MINI_BATCH, 32, Duration.ofMillis(100), 1),
                Optional.of(
                    new Publish(
                        "flight-delays.parameters", Format.JSON, 100, Duration.ofSeconds(1))),
                Optional.of(new DeadLetter("flight-delays.dead-letter")),
                Optional.of(new Http(8080, "127.0.0.1"))));
  }

  @Test
  void bind_requiredKeysOnly_takesDefaultsOfShorterConstructor() {
    String yaml =
        """
        input: {topic: flights}
        sample: {features: [], label: {type: numeric, field: delay}}
        model: {layers: []}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 1}
        """;

    ExampleSettings settings = bind(yaml, ExampleSettings.class);

    assertThat(settings)
        .isEqualTo(
            new ExampleSettings(
                new Input("flights"),
                new Sample(List.of(), new Label.Numeric("delay")),
                new Model(List.of(), Optional.empty()),
                new Loss.Mse(),
                new Optimizer.Sgd(1)));
  }

  @Test
  void bind_everyKeyHasDefault_acceptsAny() {
    assertThat(bind("size: 64", Batch.class))
        .isEqualTo(new Batch(Batch.Mode.MINI_BATCH, 64, Duration.ofMillis(100), 1));
  }

  @Test
  void bind_emptyMapping_isAllDefaults() {
    assertThat(bind("{}", Batch.class)).isEqualTo(new Batch());
  }

  @ParameterizedTest
  @CsvSource({"mini-batch", "mini_batch"})
  void bind_enum_acceptsEitherSpelling(String word) {
    assertThat(bind("mode: " + word, Batch.class).mode()).isEqualTo(Batch.Mode.MINI_BATCH);
  }

  @Test
  void bind_memberOfNestedSealedInterface_isFound() {
    assertThat(bind("{type: leaky_relu, negativeSlope: 0.2}", Layer.class))
        .isEqualTo(new Layer.LeakyRelu(0.2));
  }

  @Test
  void bind_optionals_holdWhatIsGiven() {
    Model model = bind("{layers: [], initial: start/model.safetensors}", Model.class);

    assertThat(model.initial()).contains(Path.of("start/model.safetensors"));
  }

  @Test
  void bind_mapOfText_takesScalarsOfAnyKindAsWritten() {
    Kafka kafka = bind("properties: {linger.ms: 010, enable: true, a: text}", Kafka.class);

    assertThat(kafka.properties())
        .isEqualTo(Map.of("linger.ms", "010", "enable", "true", "a", "text"));
  }

  @Test
  void bind_singleMappingForList_isListOfOneAndMeansDefaultType() {
    Sample sample =
        bind(
            "{features: {field: pixels, size: 64}, label: {type: class, field: d, classes: 10}}",
            Sample.class);

    assertThat(sample.features()).containsExactly(new Feature.Array("pixels", 64));
  }

  @Test
  void bind_wordAlone_isTheMemberWithItsDefaults() {
    Model model = bind("layers: [relu, {type: linear, out: 8}, leaky_relu]", Model.class);

    assertThat(model.layers())
        .containsExactly(new Layer.Relu(), new Layer.Linear(8), new Layer.LeakyRelu());
  }

  @Test
  void bind_singleMappingWithType_isThatType() {
    Sample sample =
        bind(
            "{features: {type: numeric, field: x}, label: {type: numeric, field: y}}",
            Sample.class);

    assertThat(sample.features()).containsExactly(new Feature.Numeric("x"));
  }

  @Test
  void bind_integersWhereNumbersAreAsked_areNumbers() {
    assertThat(bind("{type: adam, learningRate: 1, betas: [0, .5], eps: 1e-3}", Optimizer.class))
        .isEqualTo(new Optimizer.Adam(1, List.of(0.0, 0.5), 0.001));
  }

  @Test
  void bind_numberWhereTextIsAsked_isTextAsWritten() {
    assertThat(bind("topic: 007", DeadLetter.class)).isEqualTo(new DeadLetter("007"));
  }

  @Test
  void bind_alias_repeatsItsAnchor() {
    Model model = bind("layers: [&wide {type: linear, out: 8}, *wide]", Model.class);

    assertThat(model.layers()).containsExactly(new Layer.Linear(8), new Layer.Linear(8));
  }

  @Test
  void withDefaultType_wordOfNoMember_isRefused() {
    assertThatThrownBy(() -> new Binder().withDefaultType(Schedule.class, "steps"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("word must be one of constant, step: steps");
  }

  @Test
  void bind_recordOutsideTheConvention_isAProgrammingError() {
    record TwoShorter(int a, int b, int c) {
      @SuppressWarnings("unused")
      public TwoShorter(int a) {
        this(a, 0, 0);
      }

      @SuppressWarnings("unused")
      public TwoShorter(int a, int b) {
        this(a, b, 0);
      }
    }

    assertThatThrownBy(() -> bind("a: 1", TwoShorter.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one shorter public constructor");
  }
}
