package io.gradstream.app.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A combination while it learns, for people: a line, and beneath it one for each of its
 * challengers.
 *
 * @param name the combination
 * @param samples how many it has learned
 * @param loss the mean of its steps' losses
 * @param contest what is known of it and its challengers
 */
record TrialLines(String name, long samples, double loss, ContestFigures contest) {
  private static final String BENEATH =
      " ".repeat("999,999,999 samples  loss 0.0000  ".length() + 1);

  /** Without challengers the first alone. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    Map<String, Map<String, Object>> challengers = contest.challengers();
    String figure = challengers.isEmpty() ? "" : figure(contest.metrics());
    texts.add(
        String.format(Locale.ROOT, "%,12d samples  loss %.4f  %s%s", samples, loss, figure, name));
    challengers.forEach((each, own) -> texts.add(BENEATH + figure(own) + "challenger " + each));
    return texts;
  }

  /** By which champion and challengers can be compared, whatever the loss of each is. */
  private static String figure(Map<String, Object> metrics) {
    return TuneTrial.loss(metrics)
        .map(loss -> String.format(Locale.ROOT, "%s %.4f  ", loss.getKey(), loss.getValue()))
        .orElse("");
  }
}
