package io.gradstream.learn;

import io.gradstream.data.SampleSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.settings.SettingsText;
import java.util.Optional;

/**
 * What decides which optimizers a learner can have, and which it has where none is configured.
 *
 * @param sample what a sample is
 * @param model its layers
 * @param loss what is made small
 * @param batch how many samples make a step
 */
public record OptimizerFit(
    SampleSettings sample, ModelSettings model, LossSettings loss, BatchSettings batch) {
  /** That which needs no learning rate: {@link Newton} where it can be, else {@link Cocob}. */
  public OptimizerSettings usual() {
    Newton.Settings newton = new Newton.Settings();
    return fault(newton).isEmpty() ? newton : new Cocob.Settings();
  }

  /**
   * Checks that an optimizer can learn this.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void require(OptimizerSettings optimizer) {
    fault(optimizer)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(
                  "optimizer.type must be another where %s, cocob for instance: %s"
                      .formatted(fault, word(optimizer)));
            });
  }

  private Optional<String> fault(OptimizerSettings optimizer) {
    if (!optimizer.isForLinearModels()) {
      return Optional.empty();
    }
    if (!isOneLinearLayer()) {
      return Optional.of("model.layers is not one linear layer over features without embeddings");
    }
    if (batch.mode() == BatchSettings.Mode.FULL) {
      return Optional.of("batch.mode is full");
    }
    return optimizer.needsCurvature() && !loss.isCurved()
        ? Optional.of("loss.type is %s, which has no curvature".formatted(word(loss)))
        : Optional.empty();
  }

  private boolean isOneLinearLayer() {
    return model.layers().size() == 1 && model.isLinear() && sample.embeddings().isEmpty();
  }

  private static String word(Object settings) {
    return SettingsText.of(((Record) settings).getClass());
  }
}
