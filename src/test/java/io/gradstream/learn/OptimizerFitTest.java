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
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import io.gradstream.optim.Normalized;
import io.gradstream.optim.OptimizerSettings;
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

  private static OptimizerSettings usual(OptimizerFit fit) {
    return fit.chosen(Optional.empty());
  }

  private static List<Class<?>> experts(OptimizerSettings optimizer) {
    assertThat(optimizer).isInstanceOf(Auto.Settings.class);
    return ((Auto.Settings) optimizer)
        .experts().orElseThrow().stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void chosen_ofASmallModelWithoutOne_areSeveralThatFitIt() {
    OptimizerSettings linear = usual(fit(LINEAR, new Mse(), Mode.MINI_BATCH));
    OptimizerSettings flat = usual(fit(LINEAR, new L1(), Mode.SINGLE));
    OptimizerSettings deep = usual(fit(DEEP, new Mse(), Mode.SINGLE));

    assertThat(experts(linear))
        .containsExactly(Newton.Settings.class, Newton.Settings.class, Cocob.Settings.class);
    assertThat(experts(flat)).containsExactly(Normalized.Settings.class, Cocob.Settings.class);
    assertThat(experts(deep))
        .containsExactly(Adagrad.Settings.class, Adam.Settings.class, Adagrad.Settings.class);
    assertThat(((Auto.Settings) linear).publish()).contains(Auto.Publish.MIXTURE);
    assertThat(((Auto.Settings) deep).publish()).contains(Auto.Publish.BEST);
  }

  @Test
  void chosen_ofALargeModelWithoutOne_isOneThatNeedsNoRate() {
    ModelSettings wide = new ModelSettings(List.of(new LayerSettings.Linear(3_000)));

    assertThat(usual(fit(wide, new Mse(), Mode.SINGLE))).isEqualTo(new Newton.Settings());
    assertThat(usual(fit(wide, new L1(), Mode.SINGLE))).isEqualTo(new Cocob.Settings());
    assertThat(usual(fit(LINEAR, new Mse(), Mode.FULL))).isEqualTo(new Cocob.Settings());
  }

  @Test
  void require_ofAutoThatCannotLearnThis_namesTheExpert() {
    OptimizerFit deep = fit(DEEP, new Mse(), Mode.SINGLE);
    Auto.Settings newton =
        new Auto.Settings(
            Optional.of(List.of(new Cocob.Settings(), new Newton.Settings())), 0, Optional.empty());
    Auto.Settings mixture =
        new Auto.Settings(Optional.empty(), 0, Optional.of(Auto.Publish.MIXTURE));

    assertThatThrownBy(() -> deep.require(newton))
        .hasMessageContaining("optimizer.experts[1].type must be another where model.layers is not")
        .hasMessageEndingWith("newton");
    assertThatThrownBy(() -> deep.require(mixture))
        .hasMessageStartingWith("optimizer.publish must be best where model.layers is not one");
    assertThatThrownBy(() -> fit(LINEAR, new Mse(), Mode.FULL).require(new Auto.Settings()))
        .hasMessage(
            "optimizer.type must be another where batch.mode is full, cocob for instance: auto");
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
