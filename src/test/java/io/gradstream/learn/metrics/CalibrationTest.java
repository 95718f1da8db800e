package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.label;
import static io.gradstream.learn.metrics.ScoredPredictions.loss;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.gradstream.data.LabelSettings.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final PrequentialMetrics metrics = new PrequentialMetrics(label(Type.BINARY));

  @Test
  void figures_ofABin_areItsMeanPredictionAndTheShareOfOnesByWeight() {
    Calibration calibration = new Calibration();
    calibration.add(scored(3, 1, 0.25), 0);
    calibration.add(scored(1, 0, 0.21), 0);
    calibration.add(scored(1, 1, 1), 0);

    List<Map<String, Object>> bins = calibration.figures();

    assertThat(bins).hasSize(2);
    assertThat(bins.get(0)).containsEntry("samples", 2L).containsEntry("observed", 0.75);
    assertThat(bins.get(0)).extractingByKey("predicted", as(DOUBLE)).isCloseTo(0.24, within(1e-9));
    assertThat(bins.get(1)).containsEntry("predicted", 1.0).containsEntry("observed", 1.0);
  }

  @Test
  void calibration_ofAModelThatIsRestored_isWhatItWas() {
    metrics.record(result(loss(Type.BINARY), column(-3, 3, 1), column(0, 1, 0), 1, 1, 1));
    PrequentialMetrics restored = new PrequentialMetrics(label(Type.BINARY));

    restored.restore(metrics.state());

    assertThat(child(restored.figures(), "window").get("calibration"))
        .isEqualTo(child(metrics.figures(), "window").get("calibration"))
        .asInstanceOf(LIST)
        .hasSize(3);
  }

  private static double[] scored(double weight, double truth, double probability) {
    double[] sample = new double[new BinaryScorer().length()];
    sample[Scorer.WEIGHT] = weight;
    sample[Scorer.TRUTH] = truth;
    sample[BinaryScorer.PREDICTION] = probability;
    return sample;
  }
}
