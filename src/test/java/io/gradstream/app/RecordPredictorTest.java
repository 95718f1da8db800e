package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.pipeline.Chunks;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.replica.KeyModels;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** RecordPredictor of models that multiply one number. */
class RecordPredictorTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final List<Long> news = new ArrayList<>();
  private AssembledVersion newest = version(1, "x", 2);

  /** What is newest before that. */
  private Queue<AssembledVersion> versions = new ArrayDeque<>();

  private final RecordPredictor predictor =
      new RecordPredictor(
          () -> versions.isEmpty() ? newest : versions.remove(),
          new KeyModels(),
          (sample, keyField) -> JsonSampleDecoder.unlabelled(sample),
          predictor -> news.add(predictor.version().version()),
          new PrintStream(written, true, UTF_8));

  @Test
  void answer_moreThanABatch_hasEveryLineInItsPlace() {
    List<String> lines = new ArrayList<>(Collections.nCopies(600, "{\"x\":1}"));
    lines.set(255, "{\"x\":0.5,\"y\":17}");
    lines.set(256, "{\"y\":1}");
    lines.set(599, "{\"x\":-3}");

    List<String> said = answer(lines);

    assertThat(said).hasSize(600);
    assertThat(said.get(254)).isEqualTo("{\"prediction\":2.0,\"version\":1}");
    assertThat(said.get(255)).isEqualTo("{\"prediction\":1.0,\"version\":1}");
    assertThat(said.get(256)).isEqualTo("{\"error\":\"field x is missing\"}");
    assertThat(said.get(257)).isEqualTo("{\"prediction\":2.0,\"version\":1}");
    assertThat(said.get(599)).isEqualTo("{\"prediction\":-6.0,\"version\":1}");
  }

  @Test
  void answer_newerVersion_isByItAndTellsOfAnotherModel() {
    answer(List.of("{\"x\":1}"));
    newest = version(2, "x", 5);
    List<String> newer = answer(List.of("{\"x\":1}"));
    newest = version(3, "z", 7);

    List<String> other = answer(List.of("{\"x\":1}", "{\"z\":1}"));

    assertThat(newer).containsExactly("{\"prediction\":5.0,\"version\":2}");
    assertThat(other)
        .containsExactly(
            "{\"error\":\"field z is missing\"}", "{\"prediction\":7.0,\"version\":3}");
    assertThat(news).containsExactly(1L, 3L);
  }

  @Test
  void answer_decodedBeforeAnotherModelCame_isByThatModel() {
    RecordPredictor.Decoded early =
        predictor.decode(Chunks.at(0, "{\"x\":1,\"z\":3}", "{\"x\":1}", "{"));
    newest = version(3, "z", 7);

    List<String> said = predict(early);

    assertThat(said.get(0)).isEqualTo("{\"prediction\":21.0,\"version\":3}");
    assertThat(said.get(1)).isEqualTo("{\"error\":\"field z is missing\"}");
    assertThat(said.get(2)).startsWith("{\"error\":\"not JSON");
    assertThat(answer(List.of("{\"z\":1}"))).containsExactly("{\"prediction\":7.0,\"version\":3}");
  }

  @Test
  void answer_anotherModelWithinAChunk_isByEachInItsBatches() {
    RecordPredictor.Decoded early =
        predictor.decode(
            Chunks.at(0, Collections.nCopies(600, "{\"x\":1,\"z\":1}").toArray(String[]::new)));
    // Looked at before each batch: the second one is the first that has it.
    versions = new ArrayDeque<>(List.of(newest));
    newest = version(3, "z", 7);

    List<String> said = predict(early);

    assertThat(said.subList(0, 256)).containsOnly("{\"prediction\":2.0,\"version\":1}");
    assertThat(said.subList(256, 600)).containsOnly("{\"prediction\":7.0,\"version\":3}");
  }

  @Test
  void answer_numbersTooLarge_isAnErrorInItsPlace() {
    newest = version(2, "x", 1e30f);

    List<String> said = answer(List.of("{\"x\":1e30}", "{\"x\":1}"));

    assertThat(said)
        .containsExactly(
            "{\"error\":\"the prediction is not finite: the sample's numbers are too large\"}",
            "{\"prediction\":1.0E30,\"version\":2}");
  }

  @Test
  void answer_versionThatIsUnknownHere_failsNamingIt() {
    newest = version(2, "x", 1, Map.of("type", "attention"));

    assertThatThrownBy(() -> answer(List.of("{\"x\":1}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "version 2 of model toy cannot be predicted with: type must be one that is known here:"
                + " attention");
  }

  private List<String> answer(List<String> lines) {
    return predict(predictor.decode(Chunks.at(0, lines.toArray(String[]::new))));
  }

  private List<String> predict(RecordPredictor.Decoded decoded) {
    written.reset();
    predictor.predict(decoded);
    return written.toString(UTF_8).lines().toList();
  }

  private static AssembledVersion version(long number, String field, float weight) {
    return version(number, field, weight, Map.of("type", "linear", "out", 1, "bias", false));
  }

  private static AssembledVersion version(
      long number, String field, float weight, Map<String, Object> layer) {
    ModelVersion version =
        new ModelVersion(
            "toy",
            number,
            0,
            0,
            Instant.EPOCH,
            "",
            Offsets.none(),
            Map.of(),
            Map.of(
                "features",
                List.of(
                    Map.of(
                        "field",
                        field,
                        "type",
                        "numeric",
                        "scale",
                        "none",
                        "missing",
                        "dead-letter")),
                "label",
                Map.of("field", "y", "type", "numeric")),
            List.of(layer),
            Map.of("type", "mse", "reduction", "mean"),
            Map.of("0.weight", Tensor.of(new float[][] {{weight}})));
    return new AssembledVersion(version, Optional.empty(), 1, 0);
  }
}
