package io.gradstream.learn;

/** The loss is no longer a finite number: nothing learned from here on would mean anything. */
public final class DivergedException extends RuntimeException {
  DivergedException(long step, float loss) {
    super(
        "the model diverged: the loss of step "
            + (step + 1)
            + " is "
            + loss
            + "; lower optimizer.learningRate, set clip, or scale the features");
  }
}
