package io.gradstream.app;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** New learners as configured. */
final class Learners {
  private Learners() {}

  /** A learner that has learned nothing, its parameters random or from {@code model.initial}. */
  static Learner create(Settings settings) {
    Learner learner = random(settings);
    Optional<Path> initial = settings.model().initial();
    initial.ifPresent(file -> startFrom(learner, file));
    return learner;
  }

  private static Learner random(Settings settings) {
    try {
      return new Learner(settings.modelName(), settings.learner());
    } catch (ArithmeticException e) {
      throw new UsageException(
          "model.layers must have at most %d parameters each, take fewer columns or outputs: %s"
              .formatted(Integer.MAX_VALUE, e.getMessage()));
    }
  }

  private static void startFrom(Learner learner, Path file) {
    try {
      learner.startFrom(tensors(file));
    } catch (IOException e) {
      throw new UsageException("model.initial cannot be read: " + Errors.lineOf(e));
    } catch (MalformedContent | IllegalArgumentException e) {
      throw new UsageException("model.initial " + file + ": " + e.getMessage());
    }
  }

  private static Map<String, Tensor> tensors(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory");
    }
    return new SafetensorsCodec().decode(Files.readAllBytes(file)).tensors();
  }
}
