package io.gradstream.learn.metrics;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final Calibration calibration = new Calibration();

  @Test
  void figures_ofABin_areItsMeanPredictionAndTheShareOfOnes() {
    predict(0.21f, 1);
    predict(0.29f, 0);
    predict(1, 1);

    List<Map<String, Object>> bins = calibration.figures();

    assertThat(bins).hasSize(2);
    assertThat(bins.get(0)).containsEntry("samples", 2L).containsEntry("observed", 0.5);
    assertThat(bins.get(0)).extractingByKey("predicted", as(DOUBLE)).isCloseTo(0.25, within(1e-5));
    assertThat(bins.get(1)).containsEntry("predicted", 1.0).containsEntry("observed", 1.0);
  }

  private void predict(float probability, double label) {
    calibration.add(new One(Tensor.of(new float[][] {{probability}}), label));
  }

  private record One(Tensor predictions, double truth) implements Predictions {
    @Override
    public int rows() {
      return 1;
    }

    @Override
    public double label(int row) {
      return truth;
    }

    @Override
    public double weight(int row) {
      return 1;
    }

    @Override
    public double score(int row) {
      return 0;
    }

    @Override
    public double logLoss(int row) {
      return 0;
    }
  }
}
