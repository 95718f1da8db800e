package io.gradstream.nn;

import io.gradstream.settings.SettingsText;

/**
 * What must stand at the end of a model for its loss to mean something.
 *
 * @param loss the loss's type
 * @param wanted the type of the layer to add
 * @param otherLoss the type of the loss to take without it
 */
record LastLayer(String loss, String wanted, String otherLoss) {
  /**
   * Checks that it stands there.
   *
   * @param fits whether the last layer is such
   * @throws IllegalArgumentException if not
   */
  void require(boolean fits, LayerSettings last) {
    if (!fits) {
      throw new IllegalArgumentException(
          "model.layers must end with a %s layer where loss is %s: %s; add {type: %s}, or set loss.type to %s"
              .formatted(
                  wanted, loss, SettingsText.of(((Record) last).getClass()), wanted, otherLoss));
    }
  }
}
