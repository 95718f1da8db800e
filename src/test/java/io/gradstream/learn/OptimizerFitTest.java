package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.L1;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptimizerFitTest {
  private static final ModelSettings LINEAR =
      new ModelSettings(List.of(new LayerSettings.Linear(1)));
  private static final ModelSettings DEEP =
      new ModelSettings(
          List.of(
              new LayerSettings.Linear(4), new LayerSettings.Relu(), new LayerSettings.Linear(1)));

  private static OptimizerFit fit(ModelSettings model, LossSettings loss, Mode mode) {
    SampleSettings sample =
        new SampleSettings(
            List.of(new FeatureSettings.Numeric("x")),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    return new OptimizerFit(sample, model, loss, new BatchSettings(mode, 8, Optional.empty(), 1));
  }

  @Test
  void usual_ofALinearModel_isNewton() {
    assertThat(fit(LINEAR, new Mse(), Mode.MINI_BATCH).usual()).isEqualTo(new Newton.Settings());
  }

  @Test
  void usual_whereNewtonCannotBe_isCocob() {
    assertThat(
            List.of(
                fit(DEEP, new Mse(), Mode.SINGLE).usual(),
                fit(LINEAR, new L1(), Mode.SINGLE).usual(),
                fit(LINEAR, new Mse(), Mode.FULL).usual()))
        .containsOnly(new Cocob.Settings());
  }

  @Test
  void require_ofAnOptimizerThatCannotLearnThis_saysWhyAndWhich() {
    Newton.Settings newton = new Newton.Settings();

    assertThatThrownBy(() -> fit(DEEP, new Mse(), Mode.SINGLE).require(newton))
        .hasMessage(
            "optimizer.type must be another where model.layers is not one linear layer over features"
                + " without embeddings, cocob for instance: newton");
    assertThatThrownBy(() -> fit(LINEAR, new L1(), Mode.SINGLE).require(newton))
        .hasMessage(
            "optimizer.type must be another where loss.type is l1, which has no curvature, cocob for"
                + " instance: newton");
    assertThatThrownBy(() -> fit(LINEAR, new Mse(), Mode.FULL).require(newton))
        .hasMessage(
            "optimizer.type must be another where batch.mode is full, cocob for instance: newton");
  }
}
