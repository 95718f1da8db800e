package io.gradstream.app.train;

import io.gradstream.learn.Learner;
import java.util.LinkedHashMap;
import java.util.Map;

/** The one JSON object a run ends with. */
public final class Summary {
  private Summary() {}

  /**
   * Samples, steps and dead letters of the model's whole life; versions, seconds and speed of this
   * run, and if more than half of its records were rejected the commonest reason.
   */
  public static Map<String, Object> of(Learner learner, Progress progress) {
    double seconds = progress.elapsed().toNanos() / 1e9;
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("samples", learner.counters().samples());
    summary.put("steps", learner.counters().steps());
    summary.put("versions", progress.versions());
    summary.put("deadLetters", learner.counters().rejected());
    if (learner.keptOut() > 0) {
      summary.put("keptOut", learner.keptOut());
    }
    if (progress.passedOver() > 0) {
      summary.put("zeroWeight", progress.passedOver());
    }
    summary.put("seconds", Math.round(seconds * 1000) / 1000.0);
    summary.put("samplesPerSecond", Math.round(progress.samples() / seconds));
    if (progress.rejections().count() > progress.samples()) {
      progress.rejections().commonest().ifPresent(why -> summary.put("mostlyRejected", why));
    }
    summary.putAll(learner.metrics().report());
    summary.put("version", learner.counters().version());
    summary.put("parameters", learner.parameterCount());
    return summary;
  }
}
