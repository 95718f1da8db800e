package io.gradstream.serve;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was told of one version.
 *
 * @param atMs when it was public, in ms since the epoch
 * @param perSecond samples a second since the point before; NaN for the first
 * @param lag records that could be learned and were not
 * @param figures prequential, each a number or a tree of such
 */
record CurvePoint(
    long atMs,
    long version,
    long samples,
    double perSecond,
    long lag,
    double learningRate,
    double gradientNorm,
    Map<String, Object> figures) {

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
    tree.put("lag", lag);
    putFinite(tree, "perSecond", perSecond);
    putFinite(tree, "learningRate", learningRate);
    putFinite(tree, "gradientNorm", gradientNorm);
    tree.put("figures", figures);
    return tree;
  }

  static void putFinite(Map<String, Object> tree, String key, double value) {
    if (Double.isFinite(value)) {
      tree.put(key, value);
    }
  }
}
