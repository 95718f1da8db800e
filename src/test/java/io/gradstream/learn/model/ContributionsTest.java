package io.gradstream.learn.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContributionsTest {
  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(
              new FeatureSettings.Numeric("x", Scale.standard(), Missing.INDICATOR),
              new HashedFeature.Categorical("colour"),
              new HashedFeature.Categorical(
                  "place", Optional.of(16), Optional.of(3), Optional.empty(), Missing.DEAD_LETTER),
              new HashedFeature.Tags("tags")),
          LabelSettings.of("y", Scale.minmax()));

  private final MiniBatch batch = new MiniBatch(SAMPLE, 1);

  @Test
  void of_aSampleOfEveryKindOfFeature_addUpToThePrediction() throws RejectedSample {
    LoadedModel model = new LoadedModel(trained(new LayerSettings.Linear(1)), Optional.empty());
    for (String json :
        List.of(
            "{\"x\": 3, \"colour\": \"red\", \"place\": \"a\", \"tags\": [\"u\", \"v\"]}",
            "{\"colour\": \"blue\", \"place\": \"b\", \"tags\": []}")) {
      Map<String, float[]> contributions = contributions(model, json);
      Tensor predicted = new Predictor(model).predict(batch);

      double sum = contributions.values().stream().mapToDouble(each -> each[0]).sum();
      assertThat(contributions.keySet()).containsExactly("bias", "x", "colour", "place", "tags");
      assertThat(sum).isCloseTo(predicted.data()[0], within(1e-5));
      assertThat(of(contributions, "x")).isNotZero();
      assertThat(of(contributions, "colour")).isNotZero();
      assertThat(of(contributions, "place")).isNotZero();
      assertThat(of(contributions, "tags") == 0).isEqualTo(json.contains("[]"));
    }
  }

  private static float of(Map<String, float[]> contributions, String field) {
    return NamedState.require(contributions, field)[0];
  }

  @Test
  void of_aSampleInWhichOneFieldIsAnother_differByThatFieldAlone() throws RejectedSample {
    LoadedModel model = new LoadedModel(trained(new LayerSettings.Linear(1)), Optional.empty());

    Map<String, float[]> red =
        contributions(
            model, "{\"x\": 3, \"colour\": \"red\", \"place\": \"a\", \"tags\": [\"u\"]}");
    Map<String, float[]> blue =
        contributions(
            model, "{\"x\": 3, \"colour\": \"blue\", \"place\": \"a\", \"tags\": [\"u\"]}");

    assertThat(red.get("colour")).isNotEqualTo(blue.get("colour"));
    for (String same : List.of("bias", "x", "place", "tags")) {
      assertThat(red.get(same)).as(same).isEqualTo(blue.get(same));
    }
  }

  @Test
  void contributions_ofANetwork_areRefused() {
    ModelVersion version =
        trained(new LayerSettings.Linear(2), new LayerSettings.Relu(), new LayerSettings.Linear(1));
    LoadedModel model = new LoadedModel(version, Optional.empty());

    assertThatThrownBy(() -> new Contributions(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("only a model of one linear layer can be explained: ");
  }

  private Map<String, float[]> contributions(LoadedModel model, String json) throws RejectedSample {
    RecordEncoder encoder = RecordEncoder.unlabelled(SAMPLE);
    SampleDecoder decoder = new JsonFormat().decoder(encoder);
    batch.clear();
    batch.entries().tell(true);
    decoder.decode(json.getBytes(UTF_8), batch);
    return new Contributions(model).of(batch);
  }

  private static ModelVersion trained(LayerSettings... layers) {
    Learner learner =
        new Learner(
            "m",
            new LearnerSettings(
                42,
                SAMPLE,
                new ModelSettings(List.of(layers)),
                new Mse(),
                new Adagrad.Settings(0.1),
                new ScheduleSettings.Constant(),
                Optional.empty(),
                new BatchSettings(BatchSettings.Mode.SINGLE, 1, Optional.empty(), 1)));
    SampleDecoder decoder = new JsonFormat().labelled(SAMPLE);
    MiniBatch sample = learner.newBatch();
    for (int i = 0; i < 200; i++) {
      String json =
          "{\"x\": %d, \"colour\": \"%s\", \"place\": \"%s\", \"tags\": [\"%s\"], \"y\": %d}"
              .formatted(
                  i % 7,
                  i % 3 == 0 ? "red" : "blue",
                  i % 2 == 0 ? "a" : "b",
                  "uv".charAt(i % 2),
                  i % 5);
      try {
        decoder.decode(
            (i % 10 == 0 ? json.replaceFirst("\"x\": \\d, ", "") : json).getBytes(UTF_8), sample);
      } catch (RejectedSample e) {
        throw new AssertionError(e);
      }
      learner.learn(sample);
      sample.clear();
    }
    return learner.snapshot(Offsets.none(), Instant.EPOCH).version();
  }
}
