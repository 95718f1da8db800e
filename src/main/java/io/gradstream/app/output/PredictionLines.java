package io.gradstream.app.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.data.LabelSettings;
import io.gradstream.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers to samples as JSON objects, a line each, gathered to be written at once. */
public final class PredictionLines {
  private final StringBuilder lines = new StringBuilder();

  /** What a version predicts of the label of the sample of this row. */
  public void addPrediction(LabelSettings label, long version, Tensor predictions, int row) {
    addPrediction(label, version, predictions, row, Map.of());
  }

  /** The same, and what each field has added to it, where that was asked for. */
  void addPrediction(
      LabelSettings label,
      long version,
      Tensor predictions,
      int row,
      Map<String, float[]> contributions) {
    if (!isFinite(predictions, row)) {
      addError("the prediction is not finite: the sample's numbers are too large");
      return;
    }
    lines.append('{');
    new PredictionText(lines, label).append(predictions, row);
    if (label.type() == LabelSettings.Type.CLASS) {
      appendProbabilities(label, predictions, row);
    }
    if (!contributions.isEmpty()) {
      lines.append("\"contributions\":").append(Json.line(tree(contributions))).append(',');
    }
    lines.append("\"version\":").append(version).append("}\n");
  }

  /** A number of each field, or a list where there are several outputs. */
  private static Map<String, Object> tree(Map<String, float[]> contributions) {
    Map<String, Object> tree = new LinkedHashMap<>();
    contributions.forEach(
        (field, outputs) -> {
          List<Float> each = new ArrayList<>();
          for (float output : outputs) {
            each.add(output);
          }
          tree.put(field, each.size() == 1 ? each.get(0) : each);
        });
    return tree;
  }

  /** Why there is no prediction. */
  public void addError(String reason) {
    lines.append(Json.line(Map.of("error", reason))).append('\n');
  }

  /** What was gathered, which is forgotten. */
  public String take() {
    String all = lines.toString();
    lines.setLength(0);
    return all;
  }

  /** Writes what was gathered, and forgets it. */
  public void writeTo(PrintStream out) {
    out.writeBytes(take().getBytes(UTF_8));
    out.flush();
  }

  /** A list where classes are numbered, else by their names. */
  private void appendProbabilities(LabelSettings label, Tensor predictions, int row) {
    boolean named = !label.classes().names().isEmpty();
    int columns = predictions.columns();
    lines.append("\"probabilities\":").append(named ? '{' : '[');
    for (int i = 0; i < columns; i++) {
      if (named) {
        lines.append(Json.text(label.className(i))).append(':');
      }
      lines.append(predictions.data()[row * columns + i]).append(',');
    }
    lines.setCharAt(lines.length() - 1, named ? '}' : ']');
    lines.append(',');
  }

  private static boolean isFinite(Tensor predictions, int row) {
    int columns = predictions.columns();
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      if (!Float.isFinite(predictions.data()[i])) {
        return false;
      }
    }
    return true;
  }
}
