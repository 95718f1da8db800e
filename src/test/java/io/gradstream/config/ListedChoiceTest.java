package io.gradstream.config;

import static io.gradstream.config.Bindings.bind;
import static io.gradstream.config.Bindings.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.nn.Huber;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Reduction;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.OptimizerSettings;
import org.junit.jupiter.api.Test;

/** Losses and optimizers, which no interface permits, are chosen as layers are. */
class ListedChoiceTest {
  @Test
  void bind_typeOfAList_isThatRecord() {
    assertThat(bind("{type: huber, delta: 2}", LossSettings.class))
        .isEqualTo(new Huber(2, Reduction.MEAN));
    assertThat(bind("{type: adam, learningRate: 0.1}", OptimizerSettings.class))
        .isEqualTo(new Adam.Settings(0.1));
  }

  @Test
  void bind_wordAlone_isTheRecordWithItsDefaults() {
    assertThat(bind("mse", LossSettings.class)).isEqualTo(new Mse());
    assertThat(bind("cocob", OptimizerSettings.class)).isEqualTo(new Cocob.Settings());
  }

  @Test
  void bind_wordOfNone_namesThemAll() {
    assertThat(error("{type: mze}", LossSettings.class))
        .isEqualTo(
            "f.yaml:1: type must be one of bce, bce_with_logits, cross_entropy, hinge, huber, l1,"
                + " mse, nll, poisson_nll, quantile, smooth_l1: \"mze\", did you mean mse?");
    assertThat(error("{learningRate: 1}", OptimizerSettings.class))
        .isEqualTo(
            "f.yaml:1: type is missing: one of adadelta, adagrad, adam, adamax, adamw, auto, cocob,"
                + " dog, ftrl, nadam, newton, normalized, radam, rmsprop, sgd");
    assertThat(error("[1]", OptimizerSettings.class))
        .startsWith("f.yaml:1: must be keys and values with a type, one of adadelta, adagrad");
  }

  @Test
  void bind_keyOfAnother_namesTheOwner() {
    assertThat(error("{type: ftrl, alpha: 1, rho: 1}", OptimizerSettings.class))
        .isEqualTo("f.yaml:1: rho is not a key here: ftrl has alpha, beta, l1, l2");
  }
}
