package io.gradstream.app;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;

/**
 * Predictions as members of a JSON object: {@code "prediction":0.27,}. A class is predicted as the
 * most probable one, with its probability beside it. JSON has no NaN and no infinity: a figure that
 * is not finite is left out.
 */
final class PredictionText {
  private PredictionText() {}

  /** What a row predicts of a label of this type. */
  static void append(StringBuilder line, LabelSettings.Type type, Tensor predictions, int row) {
    if (type == LabelSettings.Type.CLASS) {
      int best = largest(predictions, row);
      line.append("\"prediction\":").append(best).append(',');
      append(line, "probability", predictions.data()[row * predictions.columns() + best]);
    } else {
      append(line, "prediction", predictions.data()[row]);
    }
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
