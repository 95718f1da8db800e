package io.gradstream.app;

import io.gradstream.data.LabelSettings;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for every sample: what was predicted before it was learned, its label, its loss. A
 * class is predicted as the most probable one, with its probability beside it.
 */
final class PredictionWriter implements LearningListener, Closeable {
  private final @Nullable Writer out;
  private final LabelSettings label;
  private final StringBuilder line = new StringBuilder();

  /** A writer to this file, or to nothing. */
  PredictionWriter(@Nullable Path file, LabelSettings label) throws IOException {
    this.out = file == null ? null : Files.newBufferedWriter(file);
    this.label = label;
  }

  @Override
  public void learned(StepResult result) {
    if (out == null) {
      return;
    }
    try {
      for (int row = 0; row < result.rows(); row++) {
        out.append(line(result, row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("predictions cannot be written: " + e.getMessage(), e);
    }
  }

  private CharSequence line(StepResult result, int row) {
    line.setLength(0);
    line.append("{\"prediction\":");
    Tensor predictions = result.predictions();
    if (label.type() == LabelSettings.Type.CLASS) {
      int best = largest(predictions, row);
      float probability = predictions.data()[row * predictions.columns() + best];
      line.append(best).append(",\"probability\":").append(probability);
    } else {
      line.append(predictions.data()[row]);
    }
    line.append(",\"label\":");
    float truth = result.targets().data()[row];
    if (label.type() == LabelSettings.Type.NUMERIC) {
      line.append(truth);
    } else {
      line.append((int) truth);
    }
    return line.append(",\"loss\":").append(result.loss(row)).append("}\n");
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
