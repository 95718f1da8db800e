package io.gradstream.app.train;

import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of {@code model.initial}: a model that was exported, which brings the figures its
 * features are scaled by, or another program's parameters, of any float type; in either case
 * perhaps with its optimizer's state.
 */
public final class InitialModel {
  private static final Logger LOG = LoggerFactory.getLogger(InitialModel.class);

  /** Of another model altogether everything differs. */
  private static final int MOST_TOLD = 6;

  private final Path path;

  public InitialModel(Path path) {
    this.path = path;
  }

  /** Has a learner begin with the model. */
  public void startFrom(Learner learner, Settings settings) {
    try {
      SafetensorsFile file = new SafetensorsCodec().decodeFloat32(bytes());
      requireFinite(file.tensors());
      Optional<ModelVersion> exported = new SafetensorsVersionCodec().version(file);
      if (exported.isPresent()) {
        warnIfDifferent(exported.get(), settings);
        learner.startFrom(exported.get());
      } else {
        learner.startFrom(SafetensorsVersionCodec.parameters(file));
      }
      SavedOptimizer.read(file).ifPresent(saved -> goOn(saved, learner, settings));
    } catch (IOException e) {
      throw new UsageException("model.initial cannot be read: " + new ErrorLine(e).text());
    } catch (MalformedContent | IllegalArgumentException e) {
      throw new UsageException("model.initial " + path + ": " + e.getMessage());
    }
  }

  /** An optimizer that is another cannot go on with what this one kept, and begins anew. */
  private void goOn(SavedOptimizer saved, Learner learner, Settings settings) {
    String own = settings.learner().flattened().get("optimizer.type");
    if (saved.type().equals(own)) {
      learner.startFrom(saved.state());
    } else {
      LOG.warn(
          "model.initial {} has the state of optimizer.type {}, and {} begins without",
          path,
          saved.type(),
          own);
    }
  }

  /** A model that diverged where it was trained cannot be learned on. */
  private static void requireFinite(Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          if (!tensor.isFinite()) {
            throw new IllegalArgumentException(
                name + " must have finite numbers: start from a model that has not diverged");
          }
        });
  }

  private byte[] bytes() throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a directory");
    }
    return Files.readAllBytes(path);
  }

  /** Parameters that fit by their shapes may still have been learned from something else. */
  private void warnIfDifferent(ModelVersion exported, Settings settings) {
    if (exported.loss().isEmpty()) {
      // From before versions said their loss: there is nothing whole to compare with.
      return;
    }
    List<String> differences =
        ModelDescription.of(exported).differences(settings.learner().description());
    if (!differences.isEmpty()) {
      LOG.warn("model.initial {} was learned otherwise: {}", path, firstOf(differences));
    }
  }

  private static String firstOf(List<String> differences) {
    int more = differences.size() - MOST_TOLD;
    List<String> told = differences.subList(0, Math.min(MOST_TOLD, differences.size()));
    return String.join("; ", told) + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
