package io.gradstream.learn;

import io.gradstream.data.SampleSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Auto.Publish;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import io.gradstream.optim.Normalized;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.settings.SettingsText;
import java.util.List;
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
  private static final String FULL = "batch.mode is full";
  private static final String NOT_LINEAR =
      "model.layers is not one linear layer over features without embeddings";

  /** The most parameters of a model whose optimizers are several where none is configured. */
  private static final long SMALL = 5_000;

  /** What {@link Newton} keeps with each row where nothing drifts, and where something does. */
  private static final double FAITHFUL = 0.9998;

  private static final double FORGETFUL = 0.9975;

  /** A configured optimizer, with what was left to the model chosen; the usual one without it. */
  public OptimizerSettings chosen(Optional<OptimizerSettings> configured) {
    OptimizerSettings optimizer = configured.orElseGet(this::usual);
    return optimizer instanceof Auto.Settings auto ? chosen(auto) : optimizer;
  }

  /**
   * That which needs no learning rate: {@link Auto} of a small model, {@link Newton} of a large
   * linear one where it can be, else {@link Cocob}.
   */
  private OptimizerSettings usual() {
    if (isSmall() && !isFull()) {
      return new Auto.Settings();
    }
    Newton.Settings newton = new Newton.Settings();
    return fault(newton).isEmpty() ? newton : new Cocob.Settings();
  }

  private Auto.Settings chosen(Auto.Settings auto) {
    Publish usual = isOneLinearLayer() ? Publish.MIXTURE : Publish.BEST;
    return new Auto.Settings(
        auto.experts().or(() -> Optional.of(usualExperts())),
        auto.share(),
        auto.publish().or(() -> Optional.of(usual)));
  }

  /** Those that did best over the streams of the quality bench, the best of them first. */
  private List<OptimizerSettings> usualExperts() {
    if (fault(newton(FAITHFUL)).isEmpty()) {
      return List.of(newton(FAITHFUL), newton(FORGETFUL), new Cocob.Settings());
    }
    return fault(new Normalized.Settings()).isEmpty()
        ? List.of(new Normalized.Settings(), new Cocob.Settings())
        : List.of(new Adagrad.Settings(0.1), new Adam.Settings(0.005), new Adagrad.Settings(0.2));
  }

  private static Newton.Settings newton(double forgetting) {
    Newton.Settings usual = new Newton.Settings();
    return new Newton.Settings(Optional.of(forgetting), usual.prior(), usual.matrix());
  }

  /**
   * Checks that an optimizer can learn this.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void require(OptimizerSettings optimizer) {
    if (optimizer instanceof Auto.Settings auto) {
      requireAuto(auto);
    } else {
      require("optimizer", optimizer);
    }
  }

  private void requireAuto(Auto.Settings auto) {
    if (isFull()) {
      throw mustBeOther("optimizer", FULL, auto);
    }
    List<OptimizerSettings> experts = auto.experts().orElse(List.of());
    for (int i = 0; i < experts.size(); i++) {
      require("optimizer.experts[%d]".formatted(i), experts.get(i));
    }
    if (auto.publish().equals(Optional.of(Publish.MIXTURE)) && !isOneLinearLayer()) {
      throw new IllegalArgumentException(
          "optimizer.publish must be best where %s: mixture".formatted(NOT_LINEAR));
    }
  }

  private void require(String key, OptimizerSettings optimizer) {
    fault(optimizer)
        .ifPresent(
            fault -> {
              throw mustBeOther(key, fault, optimizer);
            });
  }

  private static IllegalArgumentException mustBeOther(
      String key, String fault, OptimizerSettings optimizer) {
    return new IllegalArgumentException(
        "%s.type must be another where %s, cocob for instance: %s"
            .formatted(key, fault, word(optimizer)));
  }

  private Optional<String> fault(OptimizerSettings optimizer) {
    if (!optimizer.isForLinearModels()) {
      return Optional.empty();
    }
    if (!isOneLinearLayer()) {
      return Optional.of(NOT_LINEAR);
    }
    if (isFull()) {
      return Optional.of(FULL);
    }
    return optimizer.needsCurvature() && !loss.isCurved()
        ? Optional.of("loss.type is %s, which has no curvature".formatted(word(loss)))
        : Optional.empty();
  }

  private boolean isFull() {
    return batch.mode() == BatchSettings.Mode.FULL;
  }

  private boolean isOneLinearLayer() {
    return model.layers().size() == 1 && model.isLinear() && sample.embeddings().isEmpty();
  }

  private boolean isSmall() {
    long parameters = 0;
    int width = sample.width();
    for (LayerSettings layer : model.layers()) {
      int outputs = layer.outputs(width);
      parameters += layer instanceof LayerSettings.Linear ? (width + 1L) * outputs : 0;
      width = outputs;
    }
    return parameters <= SMALL && sample.embeddings().isEmpty();
  }

  private static String word(Object settings) {
    return SettingsText.of(((Record) settings).getClass());
  }
}
