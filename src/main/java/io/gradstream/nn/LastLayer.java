package io.gradstream.nn;

import io.gradstream.settings.SettingsText;

/** What must stand at the end of a model for its loss to mean something. */
final class LastLayer {
  private LastLayer() {}

  static void require(
      boolean fits, LayerSettings last, String loss, String wanted, String otherLoss) {
    if (!fits) {
      throw new IllegalArgumentException(
          "model.layers must end with a %s layer where loss is %s: %s; add {type: %s}, or set loss.type to %s"
              .formatted(
                  wanted, loss, SettingsText.of(((Record) last).getClass()), wanted, otherLoss));
    }
  }
}
