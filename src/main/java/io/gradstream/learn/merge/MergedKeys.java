package io.gradstream.learn.merge;

import io.gradstream.learn.keyed.KeyedFigures;
import io.gradstream.version.ChangedKeys;
import io.gradstream.version.KeyModel;
import io.gradstream.version.ModelVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rounds of several learners come to of the models of keys, which are none of theirs: each
 * is one member's alone. How many there are, and the number of the version that members take to be
 * the newest, which those who do not publish have from a round of whoever does.
 */
public final class MergedKeys {
  /** What a round's figures, and a checkpoint's, are called. */
  private static final String NAME = "scale/keys";

  private final String field;
  private long since = 1;
  private long keys;
  private long changes;
  private long version;
  private long told;

  /**
   * No models of keys.
   *
   * @param field which says whose a sample is
   */
  public MergedKeys(String field) {
    this.field = field;
  }

  /** The first version of the model's life. */
  public long since() {
    return since;
  }

  /**
   * The number of the version that comes next, as far as this member knows.
   *
   * @param own of the newest version that this one has taken or gone on from
   */
  public long nextVersion(long own) {
    return Math.max(own, version) + 1;
  }

  /**
   * What a round says.
   *
   * @param added how many keys are new with it
   * @param changed the models that it has changed
   * @param newest the number of the newest version as its member knows it
   */
  public static Map<String, double[]> ofRound(long added, ChangedKeys changed, long newest) {
    return Map.of(NAME, new double[] {added, changed.models().size(), newest});
  }

  /** Takes in what the next round says. */
  public void merge(Map<String, double[]> figures) {
    double[] round = figures.get(NAME);
    if (round != null) {
      keys += (long) round[0];
      changes += (long) round[1];
      version = Math.max(version, (long) round[2]);
    }
  }

  /** What whoever goes on needs. */
  public Map<String, double[]> state() {
    return Map.of(NAME, new double[] {since, keys, changes, version});
  }

  /** Goes on from a version of several learners, or of one alone. */
  public void restore(ModelVersion newest, Map<String, double[]> numbers) {
    double[] saved = numbers.get(NAME);
    if (saved == null) {
      KeyedFigures alone = KeyedFigures.of(newest);
      since = alone.since();
      keys = alone.keys();
      changes = 0;
      version = newest.version();
    } else {
      since = (long) saved[0];
      keys = (long) saved[1];
      changes = (long) saved[2];
      version = (long) saved[3];
    }
    told = changes;
  }

  /** The next version, with how many models there are beside it, and how many are not as before. */
  public ModelVersion toldBy(ModelVersion next) {
    Map<String, Object> sample = new LinkedHashMap<>(next.sample());
    sample.put(KeyModel.MEMBER, new KeyedFigures(field, since, keys, changes - told).tree());
    told = changes;
    return next.withSample(sample);
  }
}
