package io.gradstream.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.codec.block.CheckpointAssembler;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.VocabularySettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A learner with a vocabulary whose versions are blocks, and the topics they go to. */
class VocabularyBlocksTest {
  private static final int PART = 1 << 16;

  private final SplittableRandom random = new SplittableRandom(5);
  private final BlockWriter versionWriter = new BlockWriter("who");
  private final BlockWriter stateWriter = new BlockWriter("who");
  private final VersionAssembler versions =
      new VersionAssembler("who", new JsonVersionCodec()::decode);
  private final CheckpointAssembler states =
      new CheckpointAssembler("who", new CheckpointCodec()::decode);
  private Optional<AssembledVersion> newest = Optional.empty();
  private Optional<CheckpointAssembler.Assembled> state = Optional.empty();
  private long bytes;

  @Test
  void restore_fromBlocks_goesOnBitForBit() throws RejectedSample {
    VocabularySettings small = new VocabularySettings(20, 2, 30);
    Learner undisturbed = learner(small);
    Learner resumed = undisturbed;
    for (int version = 0; version < 20; version++) {
      publish(undisturbed);
      resumed = learner(small);
      resumed.restore(restored());
      for (int i = 0; i < 40; i++) {
        int who = random.nextInt(60);
        learn(undisturbed, who);
        learn(resumed, who);
      }
      assertThat(taken(resumed)).isEqualTo(taken(undisturbed));
    }
  }

  @Test
  void publish_vocabularyOfAMillion_costsWhatHasChanged() throws RejectedSample {
    Learner learner = learner(new VocabularySettings(1_000_000, 2, 1_000_000));
    learn(learner, 1);
    publish(learner);
    publish(learner);
    bytes = 0;

    for (int i = 0; i < 100; i++) {
      learn(learner, random.nextInt(50));
    }
    publish(learner);

    assertThat(bytes).isLessThan(100_000);
    assertThat(newest.orElseThrow().head().sample().toString())
        .contains("vocabularies={who={rows=");
  }

  private void publish(Learner learner) {
    Snapshot snapshot = learner.snapshot(Offsets.none(), Instant.EPOCH);
    ModelBlocks blocks = snapshot.blocks().orElseThrow();
    versionWriter.write(
        snapshot.version(),
        blocks,
        (key, value) -> {
          bytes += value == null ? 0 : value.length;
          newest =
              versions.accept(new String(key, UTF_8), value, OptionalLong.empty()).or(() -> newest);
        });
    stateWriter.write(
        snapshot.version().version(),
        new CheckpointCodec().encode(snapshot.checkpoint()),
        PART,
        blocks,
        (key, value) -> {
          bytes += value == null ? 0 : value.length;
          state =
              states.accept(new String(key, UTF_8), value, OptionalLong.empty()).or(() -> state);
        });
  }

  private Snapshot restored() {
    AssembledVersion version = newest.orElseThrow();
    CheckpointAssembler.Assembled kept = state.orElseThrow();
    ModelBlocks parameters = version.blocks().orElseThrow();
    ModelBlocks all = new ModelBlocks(true, parameters.parameters(), kept.state().orElseThrow());
    return new Snapshot(version.head(), kept.checkpoint(), Optional.of(all));
  }

  /** Everything a whole version would have, as text. */
  private static String taken(Learner learner) {
    StringBuilder all = new StringBuilder();
    learner.parameters().forEach((name, tensor) -> all.append(name).append(text(tensor.data())));
    learner.keptTensors().forEach((name, tensor) -> all.append(name).append(text(tensor.data())));
    return all.append(learner.outline().version().sample()).toString();
  }

  private static String text(float[] elements) {
    return java.util.Arrays.toString(elements);
  }

  private static void learn(Learner learner, int who) throws RejectedSample {
    MiniBatch batch = learner.newBatch();
    JsonSampleDecoder.labelled(sample(new VocabularySettings(1)))
        .decode("{\"who\":%d,\"y\":%d}".formatted(who, who % 7).getBytes(UTF_8), batch);
    learner.learn(batch);
  }

  private static SampleSettings sample(VocabularySettings vocabulary) {
    return new SampleSettings(
        List.of(Categorical.embedded("who", vocabulary, 4, Missing.DEAD_LETTER)),
        new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static Learner learner(VocabularySettings vocabulary) {
    Learner learner =
        new Learner(
            "who",
            new LearnerSettings(
                42,
                sample(vocabulary),
                new ModelSettings(List.of(new LayerSettings.Linear(1))),
                new Mse(),
                new Adagrad.Settings(0.1),
                new ScheduleSettings.Constant(),
                Optional.empty(),
                new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1)));
    learner.publishInBlocks(
        new BlockLimits() {
          @Override
          public int ofParameter(String parameter) {
            return PART;
          }

          @Override
          public int ofState(String parameter, List<String> slots) {
            return PART;
          }
        });
    return learner;
  }
}
