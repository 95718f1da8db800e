package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.data.MiniBatch;
import io.gradstream.learn.KeyedLearner;
import io.gradstream.learn.Learner;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.learn.keyed.PerKeySettings;

/** A learner with a model for each key, of which few are in memory. */
final class KeyedLearning {
  private final KeyedLearner keyed;
  private final MiniBatch batch;
  private final KeptKeys kept;
  private long version;

  /** Models beside a learner, of which one is in memory once the others are public. */
  KeyedLearning(Learner shared, KeptKeys kept) {
    this.keyed = new KeyedLearner(shared, new PerKeySettings("key", 1));
    this.batch = shared.newBatch(1);
    this.kept = kept;
    keyed.fetchingFrom(kept);
  }

  /** Learns a sample of a key, and publishes what became of it. */
  void learn(String key) {
    byte[] utf8 = key.getBytes(UTF_8);
    batch.clear();
    batch.keys().set(utf8, 0, utf8.length);
    batch.accept();
    boolean any = keyed.learn(batch, false, (row, reason) -> {}, result -> {});
    if (!any) {
      throw new AssertionError("nothing was learned of " + key);
    }
    kept.accept(keyed.drain(++version));
    keyed.published();
  }
}
