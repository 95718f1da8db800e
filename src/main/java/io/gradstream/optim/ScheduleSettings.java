package io.gradstream.optim;

/** The configured learning-rate schedule. */
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
}
