package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import io.gradstream.settings.Bounds;
import java.util.List;

/** The configured gradient clipping. */
public sealed interface ClipSettings {
  /** The clipping. */
  Clip build();

  /**
   * Scales all gradients together so that their norm, {@code √Σ ∂w²} over all of them, is at most
   * {@code max}: by {@code max / (norm + 1e-6)} where that is below 1, as PyTorch does.
   *
   * @param max above 0, required
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
          parameters.get(p).scaleGradient((float) factor);
        }
      }
    }
  }

  /**
   * Cuts every gradient's elements to {@code ±max}.
   *
   * @param max above 0, required
   */
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
      for (int p = 0; p < parameters.size(); p++) {
        cut(parameters.get(p), (float) max);
      }
    }

    private static void cut(Parameter parameter, float bound) {
      float[] gradient = parameter.gradients();
      int count = parameter.gradientCount();
      for (int i = 0; i < count; i++) {
        gradient[i] = Math.max(-bound, Math.min(bound, gradient[i]));
      }
    }
  }
}
