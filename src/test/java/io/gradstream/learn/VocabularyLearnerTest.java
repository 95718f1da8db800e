package io.gradstream.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.Hashing;
import com.sun.management.ThreadMXBean;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.VocabularySettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.VocabularyFigures;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Learners of a field whose categories never end: two have a row, the third is shared. */
class VocabularyLearnerTest {
  private static final String TABLE = "embeddings.who.weight";
  private static final String CATEGORIES = "embeddings.who.categories";
  private static final String SEEN = "vocabulary/seen/embeddings.who.categories";
  private static final String NOBODY = "";
  private static final int SHARED = 2;
  private static final int MISSING = 3;

  @Test
  void learn_categoryAdmitted_leavesTheSharedRowWithWhatThatHadLearned() throws RejectedSample {
    Learner learner = learner();
    learn(learner, "ann", "bob");
    float[] shared = row(learner, SHARED);
    assertThat(row(learner, 0)).containsOnly(0);

    learn(learner, "ann");

    assertThat(row(learner, SHARED)).containsExactly(shared);
    assertThat(difference(row(learner, 0), shared)).isBetween(1e-6f, 0.1f);
    assertThat(row(learner, 1)).containsOnly(0);
    assertThat(found(learner, "ann")).isZero();
  }

  @Test
  void learn_missing_hasTheRowBehindTheShared() throws RejectedSample {
    Learner learner = learner();
    learn(learner, "ann");
    float[] before = row(learner, MISSING);

    learn(learner, NOBODY);

    assertThat(row(learner, MISSING)).isNotEqualTo(before);
  }

  @Test
  void learn_rowChangesHands_keepsNothingOfTheEvicted() throws RejectedSample {
    Learner learner = learner();
    learn(learner, "ann", "ann", "ann", "ann", "bob", "bob", "bob", "bob", "cat");
    float[] shared = row(learner, SHARED);
    Tensor momentum = momentum(learner);
    assertThat(Arrays.copyOf(momentum.data(), 4)).doesNotContain(0);

    learn(learner, "cat");

    assertThat(found(learner, "cat")).isZero();
    assertThat(found(learner, "ann")).isEqualTo(-1);
    assertThat(row(learner, SHARED)).containsExactly(shared);
    // one step of Adam's with a mean that began at zero, not with the one of Ann
    float[] now = row(learner, 0);
    float[] mean = Arrays.copyOf(momentum(learner).data(), 4);
    float[] squares = Arrays.copyOf(state(learner, "optimizer/square/" + TABLE).data(), 4);
    for (int i = 0; i < 4; i++) {
      float gradient = mean[i] / 0.1f;
      assertThat(squares[i]).isCloseTo(0.001f * gradient * gradient, within(1e-6f));
      assertThat(now[i]).isNotEqualTo(shared[i]);
    }
  }

  @Test
  void snapshot_afterAnEviction_tellsItInEveryFormat() throws RejectedSample {
    Learner learner = learner();
    learn(learner, "ann", "ann", "bob", "bob");
    snapshot(learner);
    learn(learner, "dan", "cat", "bob", "cat");

    ModelVersion version = snapshot(learner).version();

    long ann = hash("ann");
    VocabularyFigures expected = new VocabularyFigures(2, 1, Optional.of(List.of(ann)));
    for (VersionCodec codec : List.of(new JsonVersionCodec(), new SafetensorsVersionCodec())) {
      ModelVersion read = codec.decode(codec.encode(version));
      assertThat(VocabularyFigures.of(read)).isEqualTo(Map.of("who", expected));
      float[] categories = NamedState.require(read.parameters(), CATEGORIES).data();
      assertThat((long) ((categories[0] - 1) * 65536.0 + categories[1])).isEqualTo(hash("cat"));
      assertThat((long) ((categories[2] - 1) * 65536.0 + categories[3])).isEqualTo(hash("bob"));
    }
  }

  @Test
  void restore_atAnyVersion_goesOnBitForBit() throws RejectedSample {
    Learner undisturbed = learner();
    List<String> samples = randomSamples(400);
    for (int i = 0; i < samples.size(); i += 50) {
      Learner resumed = learner();
      resumed.restore(snapshot(undisturbed));

      String[] next = samples.subList(i, i + 50).toArray(String[]::new);
      learn(undisturbed, next);
      learn(resumed, next);
      Snapshot expected = snapshot(undisturbed);
      Snapshot actual = snapshot(resumed);

      assertThat(actual.version().sample()).isEqualTo(expected.version().sample());
      assertSame(actual.version().parameters(), expected.version().parameters());
      assertSame(actual.checkpoint().tensors(), expected.checkpoint().tensors());
    }
    assertThat(evictions(undisturbed)).isGreaterThan(20);
  }

  @Test
  void startFrom_exportedModel_knowsItsCategories() throws RejectedSample {
    Learner exported = learner();
    learn(exported, "ann", "ann", "bob", "bob");
    Learner started = learner();

    started.startFrom(exported.parameters());
    float[] before = row(started, 1);
    learn(started, "bob");

    assertThat(row(started, 1)).isNotEqualTo(before);
    assertThat(row(started, SHARED)).containsExactly(row(exported, SHARED));
  }

  @Test
  void learn_batch_takesItsSamplesInOneAfterTheOther() throws RejectedSample {
    BatchSettings three = new BatchSettings(Mode.MINI_BATCH, 3, Optional.empty(), 1);
    Learner learner = learner(three);
    learn(learner, "ann", "bob", "ann", "bob", "cat", "cat");

    assertThat(found(learner, "ann")).isZero();
    assertThat(found(learner, "bob")).isEqualTo(1);
    assertThat(state(learner, SEEN).data()).containsExactly(0, 3, 0, 4);
  }

  @Test
  void learn_severalPasses_takesInTheFirstOnly() throws RejectedSample {
    Learner learner = learner(new BatchSettings(Mode.FULL, 3, Optional.empty(), 2));
    String[] pass = {"ann", "ann", "ann", "bob", "bob", "bob", "cat", "cat", "cat"};
    learn(learner, pass);
    learner.endPass();
    float[] seen = state(learner, SEEN).data();
    float[] ofCat = row(learner, 0);

    learn(learner, pass);
    learner.endPass();

    assertThat(found(learner, "cat")).isZero();
    assertThat(state(learner, SEEN).data()).containsExactly(seen);
    assertThat(row(learner, 0)).isNotEqualTo(ofCat);
  }

  @Test
  void settings_expiryWithinAStep_areRefused() {
    assertThatThrownBy(() -> learner(new BatchSettings(Mode.MINI_BATCH, 8, Optional.empty(), 1)))
        .hasMessage("sample.features[1].vocabulary.expireAfter must be at least batch.size, 8: 4");
  }

  /* Compilation takes as long as the machine is busy, so a stretch without allocation is waited for. */
  @Test
  void learn_rowsChangingHands_allocatesNothing() throws RejectedSample {
    Learner learner = learner();
    List<MiniBatch> batches = new java.util.ArrayList<>();
    for (String who : randomSamples(100)) {
      batches.add(batch(learner, who));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 50_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < batches.size(); i++) {
        learner.learn(batches.get(i));
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  private static List<String> randomSamples(int count) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(i -> "w" + random.nextInt(1 + random.nextInt(12)))
        .toList();
  }

  private static org.assertj.core.data.Offset<Float> within(float distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }

  private static float difference(float[] a, float[] b) {
    float most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }

  private static void assertSame(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            assertThat(NamedState.require(actual, name).data())
                .describedAs(name)
                .containsExactly(tensor.data()));
  }

  /** The row that a consumer finds, or -1. */
  private static int found(Learner learner, String who) {
    float[] categories = NamedState.require(learner.parameters(), CATEGORIES).data();
    for (int row = 0; 2 * row < categories.length; row++) {
      long category = (long) (categories[2 * row] - 1) * 65536 + (long) categories[2 * row + 1];
      if (category == hash(who)) {
        return row;
      }
    }
    return -1;
  }

  private static long hash(String who) {
    byte[] utf8 = who.getBytes(StandardCharsets.UTF_8);
    return Integer.toUnsignedLong(Hashing.murmur3_32().hashBytesToInt(utf8));
  }

  private static float[] row(Learner learner, int row) {
    return Arrays.copyOfRange(
        NamedState.require(learner.parameters(), TABLE).data(), 4 * row, 4 * row + 4);
  }

  private static Tensor momentum(Learner learner) {
    return state(learner, "optimizer/mean/" + TABLE);
  }

  private static Tensor state(Learner learner, String name) {
    return NamedState.require(snapshot(learner).checkpoint().tensors(), name);
  }

  private static long evictions(Learner learner) {
    Map<String, double[]> numbers = snapshot(learner).checkpoint().numbers();
    return (long) NamedState.require(numbers, "vocabulary/who")[0];
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  /** Learns a sample of each, in batches of what the learner takes at a time. */
  private static void learn(Learner learner, String... each) throws RejectedSample {
    int size = learner.newBatch().capacity();
    for (int from = 0; from < each.length; from += size) {
      learner.learn(
          batch(learner, Arrays.copyOfRange(each, from, Math.min(each.length, from + size))));
    }
  }

  private static MiniBatch batch(Learner learner, String... each) throws RejectedSample {
    MiniBatch batch = learner.newBatch();
    SampleDecoder decoder = JsonSampleDecoder.labelled(SAMPLE);
    for (String who : each) {
      String field = who.equals(NOBODY) ? "" : "\"who\":\"" + who + "\",";
      int y = who.equals(NOBODY) ? -3 : 1 + who.charAt(who.length() - 1) % 5;
      decoder.decode(
          ("{\"x\":1," + field + "\"y\":" + y + "}").getBytes(StandardCharsets.UTF_8), batch);
    }
    return batch;
  }

  private static final SampleSettings SAMPLE =
      new SampleSettings(
          List.of(
              new Numeric("x"),
              Categorical.embedded(
                  "who", new VocabularySettings(SHARED, 2, 4), 4, Missing.INDICATOR)),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  private static Learner learner() {
    return learner(new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1));
  }

  private static Learner learner(BatchSettings batch) {
    return new Learner(
        "who",
        new LearnerSettings(
            42,
            SAMPLE,
            new ModelSettings(List.of(new LayerSettings.Linear(2), new LayerSettings.Linear(1))),
            new Mse(),
            new Adam.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            batch));
  }
}
