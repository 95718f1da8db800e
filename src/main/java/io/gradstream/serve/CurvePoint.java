package io.gradstream.serve;

import io.gradstream.version.VersionFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What was told of one version.
 *
 * @param atMs when it was public, in ms since the epoch
 * @param perSecond samples a second since the point before; NaN for the first
 * @param lag records that could be learned and were not, where somebody has seen it
 * @param figures prequential, each a number or a tree of such
 */
record CurvePoint(
    long atMs,
    long version,
    long samples,
    double perSecond,
    OptionalLong lag,
    double learningRate,
    double gradientNorm,
    double stepNorm,
    Map<String, Object> figures) {

  /** That of a version which an earlier process may have published. */
  static CurvePoint of(VersionFigures past) {
    return new CurvePoint(
        past.timestamp().toEpochMilli(),
        past.version(),
        past.samples(),
        Double.NaN,
        OptionalLong.empty(),
        past.learningRate(),
        Double.NaN,
        Double.NaN,
        past.metrics());
  }

  /** The same point behind another. */
  CurvePoint behind(CurvePoint before) {
    double rate = before.perSecondUntil(samples, atMs);
    return new CurvePoint(
        atMs, version, samples, rate, lag, learningRate, gradientNorm, stepNorm, figures);
  }

  /** Samples a second from this point to one of so many samples; not finite within a ms. */
  double perSecondUntil(long laterSamples, long laterMs) {
    return (laterSamples - samples) * 1e3 / (laterMs - atMs);
  }

  /** As JSON has it; a number that is not finite is left out. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", atMs);
    tree.put("version", version);
    tree.put("samples", samples);
    lag.ifPresent(records -> tree.put("lag", records));
    putFinite(tree, "perSecond", perSecond);
    putFinite(tree, "learningRate", learningRate);
    putFinite(tree, "gradientNorm", gradientNorm);
    putFinite(tree, "stepNorm", stepNorm);
    tree.put("figures", figures);
    return tree;
  }

  static void putFinite(Map<String, Object> tree, String key, double value) {
    if (Double.isFinite(value)) {
      tree.put(key, value);
    }
  }
}
