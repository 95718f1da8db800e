package io.gradstream.optim;

import java.util.Map;
import java.util.TreeMap;

/**
 * Lowers the rate each time the loss has stopped falling, as PyTorch's schedule of that name.
 *
 * <p>The losses of so many steps make one figure, their mean. A figure that is not below the best
 * by the threshold is a bad one; when there are more bad ones in a row than patience bears, the
 * rate is multiplied by the factor. The threshold is a share of the best: of one below 0, as a loss
 * of logarithms may be, figures a little above it are none of the bad, as in PyTorch's.
 */
final class ReduceOnPlateau implements Schedule {
  private final ScheduleSettings.ReduceOnPlateau settings;
  private double reductions;
  private double best = Double.POSITIVE_INFINITY;
  private double bad;
  private double resting;
  private double sum;
  private double count;

  ReduceOnPlateau(ScheduleSettings.ReduceOnPlateau settings) {
    this.settings = settings;
  }

  @Override
  public double rate(long step, double base) {
    return Math.max(
        Math.min(base, settings.minimum()), base * Math.pow(settings.factor(), reductions));
  }

  @Override
  public void observe(double loss) {
    sum += loss;
    count++;
    if (count >= settings.every()) {
      compare(sum / count);
      sum = 0;
      count = 0;
    }
  }

  private void compare(double figure) {
    if (figure < best * (1 - settings.threshold())) {
      best = figure;
      bad = 0;
    } else {
      bad++;
    }
    if (resting > 0) {
      resting--;
      bad = 0;
    }
    if (bad > settings.patience()) {
      reductions++;
      resting = settings.cooldown();
      bad = 0;
    }
  }

  @Override
  public Map<String, Double> state() {
    Map<String, Double> state = new TreeMap<>();
    state.put("reductions", reductions);
    state.put("bad", bad);
    state.put("resting", resting);
    state.put("sum", sum);
    state.put("count", count);
    if (Double.isFinite(best)) {
      state.put("best", best);
    }
    return state;
  }

  @Override
  public void restore(Map<String, Double> state) {
    reductions = number(state, "reductions");
    best = state.getOrDefault("best", Double.POSITIVE_INFINITY);
    bad = number(state, "bad");
    resting = number(state, "resting");
    sum = number(state, "sum");
    count = number(state, "count");
  }

  private static double number(Map<String, Double> state, String name) {
    Double number = state.get(name);
    if (number == null) {
      throw new IllegalArgumentException("a schedule's state must have " + name + ": " + state);
    }
    return number;
  }
}
