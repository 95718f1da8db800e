package io.gradstream.app;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;

/**
 * Predictions as members of a JSON object: {@code "prediction":0.27,}. A class is predicted as the
 * most probable one, by its name if it has one, with its probability beside it. JSON has no NaN and
 * no infinity: a figure that is not finite is left out.
 */
final class PredictionText {
  private PredictionText() {}

  /** What a row predicts of a label. */
  static void append(StringBuilder line, LabelSettings label, Tensor predictions, int row) {
    if (label.type() == LabelSettings.Type.CLASS) {
      int best = largest(predictions, row);
      line.append("\"prediction\":").append(className(label, best)).append(',');
      append(line, "probability", predictions.data()[row * predictions.columns() + best]);
    } else {
      append(line, "prediction", predictions.data()[row]);
    }
  }

  /** A class as a JSON value: its name, or its number. */
  static String className(LabelSettings label, int index) {
    return label.classes().names().isEmpty()
        ? Integer.toString(index)
        : Json.text(label.className(index));
  }

  /** One figure. */
  static void append(StringBuilder line, String name, float figure) {
    if (Float.isFinite(figure)) {
      line.append('"').append(name).append("\":").append(figure).append(',');
    }
  }

  private static int largest(Tensor predictions, int row) {
    int columns = predictions.columns();
    int best = 0;
    for (int i = 1; i < columns; i++) {
      if (predictions.data()[row * columns + i] > predictions.data()[row * columns + best]) {
        best = i;
      }
    }
    return best;
  }
}
