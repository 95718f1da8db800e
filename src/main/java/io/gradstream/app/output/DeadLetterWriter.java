package io.gradstream.app.output;

import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.batch.DeadLetter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a line for every record that could not be learned: where it stands, why, and as text. */
public final class DeadLetterWriter implements LearningListener, Closeable {
  private final @Nullable OutputStream out;

  /** A writer to this file, or to nothing. */
  public DeadLetterWriter(Optional<OutputFile> file, Console console) {
    this.out = file.map(given -> given.open(console)).orElse(null);
  }

  @Override
  public void rejected(DeadLetter letter) {
    if (out != null) {
      try {
        out.write((Json.line(described(letter)) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  private static Map<String, Object> described(DeadLetter letter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("file", letter.topic());
    described.put("offset", letter.offset());
    described.put("reason", letter.reason());
    byte[] value = letter.value();
    if (value != null) {
      described.put("value", new String(value, StandardCharsets.UTF_8));
    }
    return described;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
