package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.label;
import static io.gradstream.learn.metrics.ScoredPredictions.loss;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void confusion_ofClasses_hasARowOfWeightsForEach() {
    PrequentialMetrics metrics =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(3)));
    Tensor output = Tensor.of(new float[][] {{2, 0, 0}, {0, 2, 0}, {2, 0, 0}});

    metrics.record(result(loss(Type.CLASS), output, column(0, 1, 2), 1, 0.5f, 2));

    assertThat(confusion(metrics))
        .isEqualTo(
            Map.of(
                "classes",
                List.of("0", "1", "2"),
                "rows",
                List.of(List.of(1.0, 0.0, 0.0), List.of(0.0, 0.5, 0.0), List.of(2.0, 0.0, 0.0))));
  }

  @Test
  void confusion_ofTwo_hasNoBeforeYes() {
    PrequentialMetrics metrics = new PrequentialMetrics(label(Type.BINARY));

    metrics.record(result(loss(Type.BINARY), column(1, -1, 1), column(1, 1, 0), 1, 1, 1));

    assertThat(confusion(metrics).get("rows"))
        .isEqualTo(List.of(List.of(0.0, 1.0), List.of(1.0, 1.0)));
  }

  @Test
  void confusion_ofMoreThanTwentyClasses_isNone() {
    PrequentialMetrics twenty = ofClasses(20);
    PrequentialMetrics more = ofClasses(21);

    assertThat(child(twenty.outline(), "window", "confusion").get("rows"))
        .asInstanceOf(LIST)
        .hasSize(20);
    assertThat(child(more.outline(), "window").containsKey("confusion")).isFalse();
  }

  @Test
  void confusion_isAPicture_andNotInTheReport() {
    PrequentialMetrics metrics = new PrequentialMetrics(label(Type.BINARY));

    metrics.record(result(loss(Type.BINARY), column(1), column(1), 1));

    assertThat(child(metrics.figures(), "window").containsKey("confusion")).isTrue();
    assertThat(child(metrics.report(), "window").containsKey("confusion")).isFalse();
  }

  private static PrequentialMetrics ofClasses(int count) {
    return new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(count)));
  }

  private static Map<?, ?> confusion(PrequentialMetrics metrics) {
    return child(metrics.figures(), "window", "confusion");
  }
}
