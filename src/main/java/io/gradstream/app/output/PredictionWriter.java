package io.gradstream.app.output;

import io.gradstream.data.LabelSettings;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for every sample: what was predicted before it was learned, its label, its loss, in
 * the words of {@link PredictionText}.
 */
public final class PredictionWriter implements LearningListener, Closeable {
  private final @Nullable OutputStream out;
  private final LabelSettings label;
  private final StringBuilder line = new StringBuilder();
  private final PredictionText text;

  /** A writer to this file, or to nothing. */
  public PredictionWriter(Optional<OutputFile> file, LabelSettings label, Console console) {
    this.out = file.map(given -> given.open(console)).orElse(null);
    this.label = label;
    this.text = new PredictionText(line, label);
  }

  @Override
  public void learned(StepResult result) {
    if (out == null) {
      return;
    }
    try {
      for (int row = 0; row < result.rows(); row++) {
        out.write(line(result, row).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private String line(StepResult result, int row) {
    line.setLength(0);
    line.append('{');
    text.append(result.predictions(), row);
    double truth = result.label(row);
    switch (label.type()) {
      case NUMERIC -> append(Double.toString(truth));
      case BINARY -> append(binary((int) truth));
      case CLASS -> append(text.className((int) truth));
    }
    text.append("loss", result.loss(row));
    line.setLength(line.length() - 1);
    return line.append("}\n").toString();
  }

  private void append(String truth) {
    line.append("\"label\":").append(truth).append(',');
  }

  private String binary(int truth) {
    return label.words().isEmpty() ? Integer.toString(truth) : Json.text(label.words().get(truth));
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
