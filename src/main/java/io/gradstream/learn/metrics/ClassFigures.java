package io.gradstream.learn.metrics;

import io.gradstream.data.LabelSettings;
import io.gradstream.version.NamedState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * How well each class is told: how many samples of it there were, which share of them was told
 * (recall), which share of what was taken for it was it (precision), and their harmonic mean (F1),
 * all by weight (van Rijsbergen, Information Retrieval, 1979).
 */
final class ClassFigures {
  /** Of a label with more classes none is listed: a version has to fit into a record. */
  static final int MOST_CLASSES = 1024;

  private static final long MOST_SAMPLES = 1L << 53;

  /** As long as a double becomes in text. */
  static final double LONGEST = 1.2345678901234567E-100;

  private final IntFunction<String> names;
  private final double[] samples;
  private final double[] seen;
  private final double[] predicted;
  private final double[] hit;

  private ClassFigures(int classes, IntFunction<String> names) {
    this.names = names;
    this.samples = new double[classes];
    this.seen = new double[classes];
    this.predicted = new double[classes];
    this.hit = new double[classes];
  }

  /** Figures of every class of a label, if they are not too many. */
  static ClassFigures of(LabelSettings label) {
    return label.classes().count() > MOST_CLASSES
        ? none()
        : new ClassFigures(label.classes().count(), label::className);
  }

  /** Figures of no class. */
  static ClassFigures none() {
    return new ClassFigures(0, String::valueOf);
  }

  void add(int truth, int prediction, double weight) {
    if (samples.length > 0) {
      samples[truth]++;
      seen[truth] += weight;
      predicted[prediction] += weight;
      hit[truth] += prediction == truth ? weight : 0;
    }
  }

  /** The figures by class and name; those that are not defined yet are left out. */
  Map<String, Object> figures() {
    return figures(
        at -> (long) samples[at],
        at -> hit[at] / seen[at],
        at -> hit[at] / predicted[at],
        at -> 2 * hit[at] / (seen[at] + predicted[at]));
  }

  /** The longest they could become. */
  Map<String, Object> outline() {
    return figures(at -> MOST_SAMPLES, at -> LONGEST, at -> LONGEST, at -> LONGEST);
  }

  private Map<String, Object> figures(
      IntFunction<Long> count,
      IntToDoubleFunction recall,
      IntToDoubleFunction precision,
      IntToDoubleFunction f1) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int at = 0; at < samples.length; at++) {
      Map<String, Object> ofClass = new LinkedHashMap<>();
      ofClass.put("samples", count.apply(at));
      putDefined(ofClass, "recall", recall.applyAsDouble(at));
      putDefined(ofClass, "precision", precision.applyAsDouble(at));
      putDefined(ofClass, "f1", f1.applyAsDouble(at));
      figures.put(names.apply(at), ofClass);
    }
    return figures;
  }

  private static void putDefined(Map<String, Object> figures, String name, double value) {
    if (!Double.isNaN(value)) {
      figures.put(name, value);
    }
  }

  void reset() {
    for (double[] each : all()) {
      Arrays.fill(each, 0);
    }
  }

  /** These numbers, and behind them the whole state, for {@link #restore}. */
  double[] appendTo(double[] head) {
    double[] state = head;
    for (double[] each : all()) {
      state = NamedState.append(state, each);
    }
    return state;
  }

  /** Goes on from what was appended; begins anew where nothing was. */
  void restore(double[] state, int from) {
    reset();
    int at = from;
    for (double[] each : all()) {
      System.arraycopy(state, at, each, 0, Math.min(each.length, state.length - at));
      at = Math.min(at + each.length, state.length);
    }
  }

  /** Adds what others have appended. */
  void merge(double[] state, int from) {
    int at = from;
    for (double[] each : all()) {
      for (int i = 0; i < each.length; i++) {
        each[i] += state[at++];
      }
    }
  }

  private double[][] all() {
    return new double[][] {samples, seen, predicted, hit};
  }
}
