package io.gradstream.app.output;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;

/**
 * Predictions as members of a JSON object: {@code "prediction":0.27,}. A class is predicted as the
 * most probable one, by its name if it has one, with its probability beside it. JSON has no NaN and
 * no infinity: a figure that is not finite is left out.
 *
 * @param line what they are appended to
 * @param label what is predicted
 */
public record PredictionText(StringBuilder line, LabelSettings label) {
  /** Appends what a row predicts of the label. */
  void append(Tensor predictions, int row) {
    if (label.type() == LabelSettings.Type.CLASS) {
      int best = largest(predictions, row);
      line.append("\"prediction\":").append(className(best)).append(',');
      append("probability", predictions.data()[row * predictions.columns() + best]);
    } else {
      append("prediction", predictions.data()[row]);
    }
  }

  /** A class as a JSON value: its name, or its number. */
  String className(int index) {
    return label.classes().names().isEmpty()
        ? Integer.toString(index)
        : Json.text(label.className(index));
  }

  /** Appends one figure. */
  void append(String name, float figure) {
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
