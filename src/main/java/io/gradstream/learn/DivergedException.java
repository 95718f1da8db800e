package io.gradstream.learn;

/** The parameters have outgrown every use: nothing learned from here on would mean anything. */
public final class DivergedException extends RuntimeException {
  DivergedException(String how) {
    super(
        "the model diverged: %s; lower optimizer.learningRate, set clip, or scale the features"
            .formatted(how));
  }
}
