package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.app.train.LearnerFactory;
import io.gradstream.config.Settings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.ModelVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a model that takes a step per sample is after each of its samples, undisturbed. */
final class Replayed {
  private Replayed() {}

  /** The fingerprints after so many samples. */
  static Map<Long, String> digests(Settings settings, List<String> samples, Set<Long> counts)
      throws RejectedSample {
    Learner learner = new LearnerFactory(settings).get();
    JsonSampleDecoder decoder = JsonSampleDecoder.labelled(settings.sample());
    ModelVersion outline = learner.outline().version();
    Map<Long, String> digests = new HashMap<>();
    MiniBatch batch = learner.newBatch();
    for (String sample : samples) {
      batch.clear();
      decoder.decode(sample.getBytes(UTF_8), batch);
      learner.learn(batch);
      long count = learner.counters().samples();
      if (counts.contains(count)) {
        digests.put(count, outline.with(learner.parameters()).fingerprint());
      }
    }
    return digests;
  }
}
