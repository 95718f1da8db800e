package io.gradstream.app;

import io.gradstream.data.LabelSettings;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for every sample: what was predicted before it was learned, its label, its loss. A
 * class is predicted as the most probable one, with its probability beside it. JSON has no NaN and
 * no infinity: a figure that is not finite is left out.
 */
final class PredictionWriter implements LearningListener, Closeable {
  private final @Nullable OutputStream out;
  private final LabelSettings label;
  private final StringBuilder line = new StringBuilder();

  /** A writer to this file, or to nothing. */
  PredictionWriter(Optional<OutputFile> file, LabelSettings label) throws IOException {
    this.out = file.isPresent() ? file.get().open() : null;
    this.label = label;
  }

  @Override
  public void learned(StepResult result) {
    if (out == null) {
      return;
    }
    try {
      for (int row = 0; row < result.rows(); row++) {
        out.write(line(result, row).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private String line(StepResult result, int row) {
    line.setLength(0);
    line.append('{');
    appendPrediction(result.predictions(), row);
    float truth = result.targets().data()[row];
    if (label.type() == LabelSettings.Type.NUMERIC) {
      append("label", truth);
    } else {
      line.append("\"label\":").append((int) truth).append(',');
    }
    append("loss", result.loss(row));
    line.setLength(line.length() - 1);
    return line.append("}\n").toString();
  }

  private void appendPrediction(Tensor predictions, int row) {
    if (label.type() == LabelSettings.Type.CLASS) {
      int best = largest(predictions, row);
      line.append("\"prediction\":").append(best).append(',');
      append("probability", predictions.data()[row * predictions.columns() + best]);
    } else {
      append("prediction", predictions.data()[row]);
    }
  }

  private void append(String name, float figure) {
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

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
