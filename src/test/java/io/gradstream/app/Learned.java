package io.gradstream.app;

import io.gradstream.version.ModelVersion;
import java.util.Map;

/**
 * What a model has become: everything in a version that its samples alone decide. Equal exactly
 * when every parameter, scaler figure and metric is, bit for bit.
 */
record Learned(
    long samples,
    long steps,
    String parameters,
    Map<String, Object> sample,
    Map<String, Object> metrics) {
  static Learned of(ModelVersion version) {
    return new Learned(
        version.samples(),
        version.step(),
        version.fingerprint(),
        version.sample(),
        version.metrics());
  }
}
