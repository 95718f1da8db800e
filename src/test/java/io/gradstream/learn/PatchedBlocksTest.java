package io.gradstream.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.CheckpointAssembler.Assembled;
import io.gradstream.codec.block.RecordAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.VocabularySettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Ftrl;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A learner whose versions are patches, and topics of which compaction leaves the least. */
class PatchedBlocksTest {
  private static final int BUCKETS = 1 << 15;
  private static final int MOST = 4096;

  static List<OptimizerSettings> optimizers() {
    List<OptimizerSettings> several = List.of(new Sgd.Settings(0.001), new Adam.Settings(0.01));
    return List.of(
        new Sgd.Settings(0.001),
        new Ftrl.Settings(0.1),
        new Adam.Settings(0.01),
        new Auto.Settings(Optional.of(several), 0.01, Optional.of(Auto.Publish.BEST)));
  }

  private final SplittableRandom random = new SplittableRandom(5);
  private final Topic parameters = new Topic();
  private final Topic state = new Topic();
  private BlockWriter versionWriter = new BlockWriter("m");
  private BlockWriter stateWriter = new BlockWriter("m");

  @ParameterizedTest
  @MethodSource("optimizers")
  void restore_fromPatchesAndTheBlocksBehindThem_goesOnBitForBit(OptimizerSettings optimizer)
      throws RejectedSample {
    Learner undisturbed = learner(optimizer);
    Learner learner = undisturbed;
    for (int version = 1; version <= 60; version++) {
      learn(List.of(undisturbed, learner), random.nextInt(30));
      publish(learner);
      if (random.nextInt(3) == 0) {
        learner = restored(optimizer);
      }
      assertThat(taken(restored(optimizer))).isEqualTo(taken(undisturbed));
    }
    assertThat(parameters.keys()).anyMatch(key -> key.startsWith("m/patch/"));
    assertThat(state.keys()).anyMatch(key -> key.startsWith("m/patch/"));
  }

  @Test
  void restore_fromTheSmallerBlocksOfAnEarlierProgram_goesOnInPatches() throws RejectedSample {
    OptimizerSettings optimizer = new Ftrl.Settings(0.1);
    Learner undisturbed = learner(optimizer, false);
    for (int version = 0; version < 3; version++) {
      learn(List.of(undisturbed), 20);
      publish(undisturbed);
    }
    Learner learner = restored(optimizer);
    for (int version = 0; version < 3; version++) {
      learn(List.of(undisturbed, learner), 20);
      publish(learner);
    }

    assertThat(taken(restored(optimizer))).isEqualTo(taken(undisturbed));
    assertThat(parameters.keys()).anyMatch(key -> key.startsWith("m/patch/"));
    assertThat(parameters.keys()).noneMatch(key -> key.matches("m/0.weight/\\d{3}"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void rollBack_toAKeptVersion_goesOnBitForBitAndIsPublishedWhole(OptimizerSettings optimizer)
      throws RejectedSample {
    Learner learner = learner(optimizer);
    learn(List.of(learner), 50);
    publish(learner);
    learn(List.of(learner), 50);
    KeptBlocks kept = learner.keptBlocks().orElseThrow();
    Snapshot head = learner.snapshot(Offsets.none(), Instant.EPOCH);
    publish(head);
    Learner undisturbed = restored(optimizer);
    learn(List.of(learner), 50);
    publish(learner);

    learner.rollBack(new Snapshot(head.version(), head.checkpoint(), Optional.of(kept.all())));
    publish(learner);

    assertThat(taken(restored(optimizer))).isEqualTo(taken(undisturbed));
    learn(List.of(learner, undisturbed), 50);
    publish(learner);
    assertThat(taken(restored(optimizer))).isEqualTo(taken(undisturbed));
    assertThat(kept.all().parameters()).allMatch(set -> set.layout().size() == MOST);
  }

  @Test
  void publish_whatChangesHereAndThere_costsTwiceThatAndLeavesTwoModels() throws RejectedSample {
    Learner learner = learner(new Sgd.Settings(0.001));
    publish(learner);
    for (int version = 0; version < 400; version++) {
      long before = parameters.written;
      learn(List.of(learner), 100);
      publish(learner);

      // A hundred weights and rows of the table, a manifest, and of each tensor a block or none.
      assertThat(parameters.written - before).isLessThan(version == 0 ? 1 << 20 : 24 << 10);
    }

    assertThat(parameters.bytes()).isLessThan(2 * Float.BYTES * learner.versionCount() + 20_000);
    assertThat(parameters.keys()).filteredOn(key -> key.contains("/patch/")).hasSizeGreaterThan(50);
  }

  @Test
  void publish_aFirstVersionThatIsMostlyZeros_costsWhatIsNot() throws RejectedSample {
    Learner learner = learner(new Sgd.Settings(0.001));
    learn(List.of(learner), 100);

    publish(learner);

    // The table is random from the start; the blocks of all weights would be 128 kB.
    assertThat(parameters.written).isLessThan(60_000);
    assertThat(taken(restored(new Sgd.Settings(0.001)))).isEqualTo(taken(learner));
  }

  @Test
  void publish_whenEverythingChanges_writesBlocksAlone() throws RejectedSample {
    Learner learner = learner(new Sgd.Settings(0.001));
    learn(List.of(learner), 3);
    publish(learner);
    learn(List.of(learner), 50_000);

    publish(learner);

    assertThat(parameters.keys())
        .contains("m/0.weight/0", "m/0.weight/31")
        .noneMatch(key -> key.startsWith("m/patch/"));
  }

  private void publish(Learner learner) {
    publish(learner.snapshot(Offsets.none(), Instant.EPOCH));
  }

  private void publish(Snapshot snapshot) {
    ModelBlocks blocks = snapshot.blocks().orElseThrow();
    versionWriter.write(snapshot.version(), MOST, blocks, parameters);
    byte[] rest = new CheckpointCodec().encode(snapshot.checkpoint());
    stateWriter.write(snapshot.version().version(), rest, MOST, blocks, state);
  }

  /** Another learner that has read both topics, whose writers go on from there. */
  private Learner restored(OptimizerSettings optimizer) {
    VersionAssembler versions = new VersionAssembler("m", new JsonVersionCodec()::decode);
    CheckpointAssembler states = new CheckpointAssembler("m", new CheckpointCodec()::decode);
    AssembledVersion version = parameters.newest(versions);
    Assembled kept = state.newest(states);
    versionWriter = versions.writer(Optional.of(version));
    stateWriter = states.writer(Optional.of(kept));
    ModelBlocks all =
        new ModelBlocks(
            true, version.blocks().orElseThrow().parameters(), kept.state().orElseThrow());
    Learner learner = learner(optimizer);
    learner.restore(new Snapshot(version.head(), kept.checkpoint(), Optional.of(all)));
    return learner;
  }

  /** A topic of which compaction has left the newest of every key. */
  private static final class Topic implements BlockWriter.Records {
    private final Map<String, byte[]> newest = new LinkedHashMap<>();
    private long written;

    @Override
    public void add(byte[] key, byte @Nullable [] value) {
      String text = new String(key, UTF_8);
      newest.remove(text);
      written += key.length + (value == null ? 0 : value.length);
      assertThat(value == null ? 0 : value.length).isLessThan(1 << 16);
      if (value != null) {
        newest.put(text, value);
      }
    }

    <T> T newest(RecordAssembler<T> assembler) {
      List<T> whole = new ArrayList<>();
      newest.forEach(
          (key, value) -> assembler.accept(key, value, OptionalLong.empty()).ifPresent(whole::add));
      return whole.get(0);
    }

    List<String> keys() {
      return List.copyOf(newest.keySet());
    }

    long bytes() {
      return newest.entrySet().stream()
          .mapToLong(each -> each.getKey().length() + each.getValue().length)
          .sum();
    }
  }

  /** Everything a whole version would have, as text. */
  private static String taken(Learner learner) {
    StringBuilder all = new StringBuilder();
    learner.parameters().forEach((name, tensor) -> all.append(name).append(hash(tensor.data())));
    learner.keptTensors().forEach((name, tensor) -> all.append(name).append(hash(tensor.data())));
    return all.append(learner.outline().version().sample()).toString();
  }

  private static String hash(float[] elements) {
    return " " + Arrays.hashCode(elements) + " ";
  }

  private void learn(List<Learner> learners, int samples) throws RejectedSample {
    for (int i = 0; i < samples; i++) {
      String sample =
          "{\"id\":%d,\"who\":%d,\"y\":%d}"
              .formatted(random.nextInt(1 << 20), random.nextInt(6000), random.nextInt(7));
      for (Learner learner : new LinkedHashSet<>(learners)) {
        MiniBatch batch = learner.newBatch();
        JsonSampleDecoder.labelled(sample()).decode(sample.getBytes(UTF_8), batch);
        learner.learn(batch);
      }
    }
  }

  private static SampleSettings sample() {
    return new SampleSettings(
        List.of(
            Categorical.of("id", BUCKETS),
            Categorical.embedded("who", new VocabularySettings(2000, 1, 9000), 3, Missing.ZERO)),
        new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static Learner learner(OptimizerSettings optimizer) {
    return learner(optimizer, true);
  }

  private static Learner learner(OptimizerSettings optimizer, boolean inPatches) {
    Learner learner =
        new Learner(
            "m",
            new LearnerSettings(
                42,
                sample(),
                new ModelSettings(List.of(new LayerSettings.Linear(1))),
                new Mse(),
                optimizer,
                new ScheduleSettings.Constant(),
                Optional.empty(),
                new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1)));
    learner.publishInBlocks(
        new BlockLimits() {
          @Override
          public int ofParameter(String parameter) {
            return MOST;
          }

          @Override
          public int ofState(String parameter, List<String> slots) {
            return MOST;
          }

          @Override
          public boolean patches() {
            return inPatches;
          }
        });
    return learner;
  }
}
