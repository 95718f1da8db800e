package io.gradstream.optim;

import io.gradstream.settings.Bounds;
import java.util.Optional;

/**
 * The configured learning-rate schedule: a rate for every step k, counted from 0. What has no
 * default is required.
 */
public sealed interface ScheduleSettings {
  /** The schedule. */
  Schedule build();

  /** The configured rate at every step. */
  record Constant() implements ScheduleSettings {
    @Override
    public Schedule build() {
      return (step, base) -> base;
    }
  }

  /**
   * {@code base · gamma^⌊k / every⌋}.
   *
   * @param every after how many steps the rate changes; at least 1
   * @param gamma what the rate is multiplied by then; above 0
   */
  record Step(long every, double gamma) implements ScheduleSettings {
    /** At least one step, and a positive factor. */
    public Step {
      Bounds.atLeastOne("every", every);
      Bounds.positive("gamma", gamma);
    }

    @Override
    public Schedule build() {
      return (step, base) -> base * Math.pow(gamma, Math.floorDiv(step, every));
    }
  }

  /**
   * {@code base · gamma^k}.
   *
   * @param gamma what the rate is multiplied by after each step; above 0
   */
  record Exponential(double gamma) implements ScheduleSettings {
    /** A positive factor. */
    public Exponential {
      Bounds.positive("gamma", gamma);
    }

    @Override
    public Schedule build() {
      return (step, base) -> base * Math.pow(gamma, step);
    }
  }

  /**
   * {@code minimum + (base - minimum) · (1 + cos(π · k / steps)) / 2}: down to the minimum in so
   * many steps and, as PyTorch's, up again in as many (Loshchilov and Hutter, ICLR 2017).
   *
   * @param steps how many steps it takes to the minimum; at least 1
   * @param minimum the rate at the lowest point; at least 0, and 0 unless set
   * @param hold whether it stays at the minimum instead of rising again; not unless set
   */
  record Cosine(long steps, double minimum, Optional<Boolean> hold) implements ScheduleSettings {
    /** At least one step, and no negative rate. */
    public Cosine {
      Bounds.atLeastOne("steps", steps);
      Bounds.notNegative("minimum", minimum);
    }

    /** Down to zero and up again. */
    public Cosine(long steps) {
      this(steps, 0);
    }

    /** Down and up again. */
    Cosine(long steps, double minimum) {
      this(steps, minimum, Optional.empty());
    }

    @Override
    public Schedule build() {
      long last = hold.orElse(false) ? steps : Long.MAX_VALUE;
      return (step, base) ->
          minimum + (base - minimum) * (1 + Math.cos(Math.PI * Math.min(step, last) / steps)) / 2;
    }
  }

  /**
   * {@code base · min(1, (k + 1) / steps)}.
   *
   * @param steps which step, counted from 1, is the first to have the whole rate; at least 1
   */
  record LinearWarmup(long steps) implements ScheduleSettings {
    /** At least one step. */
    public LinearWarmup {
      Bounds.atLeastOne("steps", steps);
    }

    @Override
    public Schedule build() {
      return (step, base) -> base * Math.min(1, (step + 1.0) / steps);
    }
  }

  /**
   * {@code base · (k + 1)^-power}.
   *
   * @param power how fast the rate falls; at least 0
   */
  record InverseScaling(double power) implements ScheduleSettings {
    /** No negative power. */
    public InverseScaling {
      Bounds.notNegative("power", power);
    }

    @Override
    public Schedule build() {
      return (step, base) -> base * Math.pow(step + 1.0, -power);
    }
  }

  /**
   * {@link io.gradstream.optim.ReduceOnPlateau}.
   *
   * @param factor what the rate is multiplied by; at least 0 and below 1, and 0.1 unless set
   * @param patience how many figures in a row without improvement are borne; at least 0, and 10
   *     unless set
   * @param threshold the share by which a figure must be below the best to be an improvement; at
   *     least 0 and below 1, and 1e-4 unless set
   * @param cooldown for how many figures after a reduction none is counted; at least 0, and 0
   *     unless set
   * @param minimum the least rate, or the configured one where that is less; at least 0, and 0
   *     unless set
   * @param every how many steps' losses make one figure, their mean; at least 1, and 100 unless set
   */
  record ReduceOnPlateau(
      double factor, int patience, double threshold, int cooldown, double minimum, int every)
      implements ScheduleSettings {
    /** A factor and a threshold below 1, and counts that count. */
    public ReduceOnPlateau {
      Bounds.fraction("factor", factor);
      Bounds.notNegative("patience", patience);
      Bounds.fraction("threshold", threshold);
      Bounds.notNegative("cooldown", cooldown);
      Bounds.notNegative("minimum", minimum);
      Bounds.atLeastOne("every", every);
    }

    /** PyTorch's defaults, a figure for every 100 steps. */
    public ReduceOnPlateau() {
      this(0.1, 10, 1e-4, 0, 0, 100);
    }

    @Override
    public Schedule build() {
      return new io.gradstream.optim.ReduceOnPlateau(this);
    }
  }
}
