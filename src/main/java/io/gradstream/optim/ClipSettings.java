package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.List;

/** The configured gradient clipping. */
public sealed interface ClipSettings {
  /** The clipping. */
  Clip build();

  /**
   * Scales all gradients together so that their norm, {@code √Σ ∂w²} over all of them, is at most
   * {@code max}: by {@code max / (norm + 1e-6)} where that is below 1, as PyTorch does.
   */
  record Norm(double max) implements ClipSettings, Clip {
    /** A positive bound. */
    public Norm {
      Bounds.positive("max", max);
    }

    @Override
    public Clip build() {
      return this;
    }

    @Override
    public void clipInPlace(List<Parameter> parameters) {
      double factor = max / (GradientNorm.of(parameters) + 1e-6);
      if (factor < 1) {
        for (int p = 0; p < parameters.size(); p++) {
          scale(parameters.get(p).gradient(), (float) factor);
        }
      }
    }

    private static void scale(Tensor gradient, float factor) {
      for (int i = 0; i < gradient.size(); i++) {
        gradient.data()[i] *= factor;
      }
    }
  }

  /** Cuts every gradient's elements to {@code ±max}. */
  record Value(double max) implements ClipSettings, Clip {
    /** A positive bound. */
    public Value {
      Bounds.positive("max", max);
    }

    @Override
    public Clip build() {
      return this;
    }

    @Override
    public void clipInPlace(List<Parameter> parameters) {
      float bound = (float) max;
      for (int p = 0; p < parameters.size(); p++) {
        Tensor gradient = parameters.get(p).gradient();
        for (int i = 0; i < gradient.size(); i++) {
          gradient.data()[i] = Math.max(-bound, Math.min(bound, gradient.data()[i]));
        }
      }
    }
  }
}
