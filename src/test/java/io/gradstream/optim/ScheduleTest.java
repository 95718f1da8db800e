package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final ScheduleSettings.ReduceOnPlateau PLATEAU =
      new ScheduleSettings.ReduceOnPlateau(0.5, 2, 0.1, 1, 0.2, 3);

  private static final ScheduleSettings HELD =
      new ScheduleSettings.Cosine(10, 0.4, Optional.of(true));

  static Stream<Arguments> rates() {
    return Stream.of(
        Arguments.of(new ScheduleSettings.Constant(), 1_000, 2.0),
        Arguments.of(new ScheduleSettings.Step(3, 0.5), 5, 1.0),
        Arguments.of(new ScheduleSettings.Step(3, 0.5), 6, 0.5),
        Arguments.of(new ScheduleSettings.Exponential(0.9), 2, 1.62),
        Arguments.of(new ScheduleSettings.Cosine(10, 0.4), 0, 2.0),
        Arguments.of(new ScheduleSettings.Cosine(10, 0.4), 5, 1.2),
        Arguments.of(new ScheduleSettings.Cosine(10), 10, 0.0),
        Arguments.of(new ScheduleSettings.Cosine(10, 0.4), 15, 1.2),
        Arguments.of(new ScheduleSettings.Cosine(10), 20, 2.0),
        Arguments.of(HELD, 5, 1.2),
        Arguments.of(HELD, 10, 0.4),
        Arguments.of(HELD, 15, 0.4),
        Arguments.of(HELD, 20, 0.4),
        Arguments.of(HELD, Long.MAX_VALUE, 0.4),
        Arguments.of(new ScheduleSettings.LinearWarmup(4), 0, 0.5),
        Arguments.of(new ScheduleSettings.LinearWarmup(4), 9, 2.0),
        Arguments.of(new ScheduleSettings.InverseScaling(0.5), 3, 1.0),
        Arguments.of(new ScheduleSettings.ReduceOnPlateau(), 1_000, 2.0));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void rate_ofAStep_followsTheFormula(ScheduleSettings settings, long step, double expected) {
    double rate = settings.build().rate(step, 2);

    assertThat(rate).isCloseTo(expected, within(1e-12));
  }

  @Test
  void reduceOnPlateau_afterMoreBadFiguresThanPatience_lowersTheRate() {
    Schedule schedule = PLATEAU.build();

    observe(schedule, 3 * 3, 1.0);
    double borne = schedule.rate(9, 1);
    observe(schedule, 3, 1.0);

    assertThat(borne).isEqualTo(1);
    assertThat(schedule.rate(12, 1)).isEqualTo(0.5);
  }

  @Test
  void reduceOnPlateau_whileTheLossFalls_keepsTheRate() {
    Schedule schedule = PLATEAU.build();

    for (int figure = 0; figure < 20; figure++) {
      observe(schedule, 3, Math.pow(0.8, figure));
    }

    assertThat(schedule.rate(60, 1)).isEqualTo(1);
  }

  @Test
  void reduceOnPlateau_forever_stopsAtTheMinimum() {
    Schedule schedule = PLATEAU.build();

    observe(schedule, 1_000, 1.0);

    assertThat(schedule.rate(1_000, 1)).isEqualTo(0.2);
    assertThat(schedule.rate(1_000, 0.1)).isEqualTo(0.1);
  }

  @Test
  void restore_inTheMiddleOfAFigure_goesOnTheSame() {
    Schedule undisturbed = PLATEAU.build();
    observe(undisturbed, 10, 1.0);
    Schedule resumed = PLATEAU.build();

    resumed.restore(undisturbed.state());
    observe(undisturbed, 2, 1.0);
    observe(resumed, 2, 1.0);

    assertThat(resumed.rate(12, 1)).isEqualTo(0.5).isEqualTo(undisturbed.rate(12, 1));
    assertThat(resumed.state()).isEqualTo(undisturbed.state());
  }

  @Test
  void restore_ofAnythingElse_namesWhatIsMissing() {
    Schedule schedule = PLATEAU.build();

    assertThatThrownBy(() -> schedule.restore(Map.of("bad", 1.0)))
        .hasMessage("a schedule's state must have reductions: {bad=1.0}");
  }

  @Test
  void settings_ofImpossibleNumbers_nameKeyAndValue() {
    assertThatThrownBy(() -> new ScheduleSettings.Step(0, 0.5))
        .hasMessage("every must be at least 1: 0");
    assertThatThrownBy(() -> new ScheduleSettings.Exponential(0))
        .hasMessage("gamma must be positive: 0.0");
    assertThatThrownBy(() -> new ScheduleSettings.Cosine(0))
        .hasMessage("steps must be at least 1: 0");
  }

  private static void observe(Schedule schedule, int steps, double loss) {
    for (int step = 0; step < steps; step++) {
      schedule.observe(loss);
    }
  }
}
