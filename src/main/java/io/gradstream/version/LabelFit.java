package io.gradstream.version;

import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.nn.LossSettings;
import io.gradstream.settings.SettingsText;

/** Which labels a loss can learn, and from how many outputs. */
final class LabelFit {
  private LabelFit() {}

  /**
   * Checks that a model of so many outputs can learn the label by the loss.
   *
   * @throws IllegalArgumentException if not, beginning with the key to change
   */
  static void require(LabelSettings label, LossSettings loss, int outputs) {
    Type needed = needed(loss);
    if (label.type() != needed) {
      throw new IllegalArgumentException(
          "loss.type %s needs a sample.label of type %s: %s"
              .formatted(
                  SettingsText.of(((Record) loss).getClass()),
                  SettingsText.of(needed),
                  SettingsText.of(label.type())));
    }
    int wanted = needed == Type.CLASS ? label.classes().count() : 1;
    if (outputs != wanted) {
      throw new IllegalArgumentException(
          "model.layers must end with %d %s, for a label of type %s: %d"
              .formatted(
                  wanted,
                  wanted == 1 ? "output" : "outputs",
                  SettingsText.of(label.type()),
                  outputs));
    }
  }

  private static Type needed(LossSettings loss) {
    return switch (loss.target()) {
      case NUMBER -> Type.NUMERIC;
      case PROBABILITY -> Type.BINARY;
      case CLASSES -> Type.CLASS;
    };
  }
}
