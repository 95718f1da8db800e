package io.gradstream.learn.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContributionSizesTest {
  /** Column 0 is x; those behind it are shared, and as many as make collisions unlikely. */
  private static final SampleSettings HASHED =
      SampleSettings.of(
          List.of(
              new HashedFeature.Categorical("colour"),
              new FeatureSettings.Numeric("x"),
              new HashedFeature.Tags("tags"),
              new HashedFeature.Cross(List.of("colour", "shape")),
              new HashedFeature.Categorical("shape")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC),
          Optional.empty(),
          1024);

  private static final SampleSettings EMBEDDED =
      new SampleSettings(
          List.of(
              new FeatureSettings.Numeric("x"),
              HashedFeature.Categorical.embedded("place", 4, 2, Missing.ZERO)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  @Test
  void observe_aHashedModel_isTheSumOfEachFieldsOwnEntries() throws RejectedSample {
    Model model = model(HASHED, new LayerSettings.Linear(1));
    model.load(numbered(model));
    ContributionSizes sizes = sizes(model, HASHED, new LayerSettings.Linear(1));
    MiniBatch batch = new MiniBatch(HASHED, 2);

    decode(
        HASHED,
        true,
        "{\"colour\": \"red\", \"x\": -3, \"tags\": [\"u\", \"v\"], \"shape\": \"s\"}",
        batch);
    decode(HASHED, true, "{\"colour\": \"red\", \"x\": 1, \"tags\": [], \"shape\": \"s\"}", batch);
    sizes.observe(batch, features(batch), new int[0]);

    int[] columns = batch.sparse().indices();
    assertThat(batch.sparse().end(0)).isEqualTo(5);
    assertThat(sizes.byField())
        .containsOnlyKeys("colour", "x", "tags", "colour*shape", "shape")
        .contains(entry("colour", weight(columns[0])))
        .contains(entry("x", (3 * weight(0) + weight(0)) / 2))
        .contains(entry("tags", (weight(columns[1]) + weight(columns[2])) / 2))
        .contains(entry("colour*shape", weight(columns[3])))
        .contains(entry("shape", weight(columns[4])));
    assertThat(List.copyOf(sizes.byField().values()))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void observe_anEmbeddingBeforeANetwork_isTheNormAtTheFirstLayer() throws RejectedSample {
    LayerSettings[] layers = {
      new LayerSettings.Linear(2), new LayerSettings.Relu(), new LayerSettings.Linear(1)
    };
    Model model = model(EMBEDDED, layers);
    Map<String, Tensor> parameters = new LinkedHashMap<>(model.copy());
    parameters.put("0.weight", Tensor.of(new float[][] {{3, 1, 2}, {4, 0, -1}}));
    parameters.put(
        "embeddings.place.weight", Tensor.of(new float[][] {{5, 6}, {5, 6}, {5, 6}, {5, 6}}));
    model.load(parameters);
    ContributionSizes sizes = sizes(model, EMBEDDED, layers);
    MiniBatch batch = new MiniBatch(EMBEDDED, 1);

    decode(EMBEDDED, true, "{\"x\": 2, \"place\": \"a\"}", batch);
    sizes.observe(batch, features(batch), model.tables().find(batch));

    // x: 2 · (3, 4); place: 5 · (1, 0) + 6 · (2, -1)
    assertThat(sizes.byField()).containsOnlyKeys("x", "place");
    assertThat(sizes.byField().get("x")).isCloseTo(10, within(1e-6));
    assertThat(sizes.byField().get("place")).isCloseTo(Math.hypot(17, 6), within(1e-5));
  }

  @Test
  void observe_aSampleThatIsNotToBeLookedAt_tellsNothing() throws RejectedSample {
    Model model = model(HASHED, new LayerSettings.Linear(1));
    ContributionSizes sizes = sizes(model, HASHED, new LayerSettings.Linear(1));
    MiniBatch batch = new MiniBatch(HASHED, 1);

    decode(HASHED, false, "{\"colour\": \"red\", \"x\": 1, \"tags\": [], \"shape\": \"s\"}", batch);
    sizes.observe(batch, features(batch), new int[0]);

    assertThat(sizes.byField()).isEmpty();
  }

  @Test
  void observe_behindTheFirst_looksAtEveryFourth() throws RejectedSample {
    Model model = model(EMBEDDED, new LayerSettings.Linear(1));
    Map<String, Tensor> parameters = new LinkedHashMap<>(model.copy());
    parameters.put("0.weight", Tensor.of(new float[][] {{1, 0, 0}}));
    model.load(parameters);
    ContributionSizes sizes = sizes(model, EMBEDDED, new LayerSettings.Linear(1));
    MiniBatch batch = new MiniBatch(EMBEDDED, 1);
    decode(EMBEDDED, true, "{\"x\": 1, \"place\": \"a\"}", batch);

    for (int i = 0; i < 40; i++) {
      sizes.observe(batch, Tensor.of(new float[][] {{i < 32 ? 1 : 2}}), new int[1]);
    }

    assertThat(sizes.byField().get("x")).isCloseTo((32 + 2 * 2) / 34.0, within(1e-6));
  }

  @Test
  void observe_aFirstLayerThatIsNotLinear_tellsNothing() throws RejectedSample {
    SampleSettings dense =
        new SampleSettings(
            List.of(new FeatureSettings.Numeric("x")),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    LayerSettings[] layers = {new LayerSettings.LayerNorm(), new LayerSettings.Linear(1)};
    ContributionSizes sizes = sizes(model(dense, layers), dense, layers);
    MiniBatch batch = new MiniBatch(dense, 1);

    decode(dense, true, "{\"x\": 2}", batch);
    sizes.observe(batch, features(batch), new int[0]);

    assertThat(sizes.byField()).isEmpty();
  }

  private static Model model(SampleSettings sample, LayerSettings... layers) {
    return new Model(sample, new ModelSettings(List.of(layers)), 1);
  }

  private static ContributionSizes sizes(
      Model model, SampleSettings sample, LayerSettings... layers) {
    return new ContributionSizes(model, sample, List.of(layers));
  }

  /** Each column's weight says which it is. */
  private static Map<String, Tensor> numbered(Model model) {
    Map<String, Tensor> parameters = new LinkedHashMap<>(model.copy());
    Tensor weights = Tensor.zeros(1, HASHED.width());
    for (int column = 0; column < HASHED.width(); column++) {
      weights.data()[column] = (float) weight(column);
    }
    parameters.put("0.weight", weights);
    return parameters;
  }

  private static double weight(int column) {
    return 1 + column;
  }

  private static Tensor features(MiniBatch batch) {
    Tensor features = Tensor.zeros(batch.rows(), batch.denseColumns());
    for (int i = 0; i < features.size(); i++) {
      features.data()[i] = (float) batch.features()[i];
    }
    return features;
  }

  private static void decode(SampleSettings sample, boolean told, String json, MiniBatch batch)
      throws RejectedSample {
    batch.entries().tell(told);
    new JsonFormat().decoder(RecordEncoder.unlabelled(sample)).decode(json.getBytes(UTF_8), batch);
  }
}
