package io.gradstream.learn.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.codec.block.VersionAssembler;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.data.VocabularySettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LayerSettings.Dropout;
import io.gradstream.nn.LayerSettings.Linear;
import io.gradstream.nn.LayerSettings.Relu;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adam;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.record.SampleDecoder;
import io.gradstream.record.json.JsonSampleDecoder;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PredictorTest {
  private static final String MODEL = "flights";
  private static final int ROWS = 32;

  private final SplittableRandom random = new SplittableRandom(3);

  /** How a version comes to its consumer. */
  enum Way {
    JSON {
      @Override
      Predictor toConsumer(Learner learner) {
        return new Predictor(decoded(new JsonVersionCodec(), learner));
      }
    },
    SAFETENSORS {
      @Override
      Predictor toConsumer(Learner learner) {
        return new Predictor(decoded(new SafetensorsVersionCodec(), learner));
      }
    },
    BLOCKS {
      @Override
      Predictor toConsumer(Learner learner) {
        AssembledVersion arrived = inBlocks(learner);
        return new Predictor(arrived.head(), arrived.blocks());
      }
    };

    abstract Predictor toConsumer(Learner learner);
  }

  @ParameterizedTest
  @EnumSource
  void predict_samplesTheLearnerIsAboutToLearn_isBitForBitWhatItPredicts(Way way)
      throws RejectedSample {
    Learner learner = new Learner(MODEL, everything());
    for (int i = 0; i < 20; i++) {
      learner.learn(samples(learner));
    }
    Predictor predictor = way.toConsumer(learner);
    MiniBatch next = samples(learner);

    float[] answers = bits(predictor.predict(next));

    assertThat(answers).containsExactly(bits(learner.learn(next).predictions()));
    assertThat(predictor.version().samples()).isEqualTo(20L * ROWS);
  }

  @Test
  void predict_scaledSample_isTheArithmeticOfWhatIsPublished() throws RejectedSample {
    Learner learner = new Learner(MODEL, scaled());
    learner.learn(batch(learner, "{'x':3,'y':1}", "{'x':5,'y':2}", "{'x':10,'y':4}"));
    ModelVersion version = decoded(new JsonVersionCodec(), learner);
    Predictor predictor = new Predictor(version);

    float first = predictor.predict(batch(learner, "{'x':100,'y':0}")).data()[0];
    float again = predictor.predict(batch(learner, "{'x':100,'y':0}")).data()[0];

    float weight = NamedState.require(version.parameters(), "0.weight").data()[0];
    float bias = NamedState.require(version.parameters(), "0.bias").data()[0];
    double x = (100 - 6) / Math.sqrt((9 + 1 + 16) / 3.0);
    assertThat(first).isEqualTo((float) (weight * (float) x + bias)).isEqualTo(again);
  }

  static List<SampleSettings> schemas() {
    return List.of(
        numbers(7), numbers(13), numbers(64), numbers(130), everything().sample(), numbers(1));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void predict_sampleAloneOrAmongOthers_isTheSameToTheLastBit(SampleSettings sample) {
    for (int hidden : new int[] {1, 3, 21, 64}) {
      Learner learner = learner(sample, List.of(new Linear(hidden), new Relu(), new Linear(1)));
      Predictor predictor = new Predictor(snapshot(learner).version());
      MiniBatch all = predictor.newBatch();
      fill(all, all.capacity());
      float[] together = bits(predictor.predict(all));

      for (int size : new int[] {1, 2, 15, 17, 50, 255}) {
        int from = all.capacity() - size;
        MiniBatch some = predictor.newBatch();
        for (int row = from; row < from + size; row++) {
          some.accept(all, row);
        }
        assertThat(bits(predictor.predict(some)))
            .as("%d of %s with %d hidden", size, sample, hidden)
            .containsExactly(Arrays.copyOfRange(together, from, from + size));
      }
    }
  }

  @Test
  void take_newerVersion_answersByItAlsoIfItHasOtherLayers() throws RejectedSample {
    Learner learner = new Learner(MODEL, everything());
    Predictor predictor = new Predictor(decoded(new JsonVersionCodec(), learner));
    learner.learn(samples(learner));
    learner.learn(samples(learner));
    MiniBatch next = samples(learner);

    AssembledVersion arrived = inBlocks(learner);
    predictor.update(arrived.head(), arrived.blocks());
    float[] answers = bits(predictor.predict(next));
    assertThat(answers).containsExactly(bits(learner.learn(next).predictions()));

    Learner startedOver = new Learner(MODEL, scaled());
    predictor.update(snapshot(startedOver).version());
    assertThat(predictor.predict(batch(startedOver, "{'x':1,'y':0}")).rows()).isEqualTo(1);
  }

  @Test
  void take_versionThatIsNone_isRefusedAndTheOneBeforeGoesOn() throws RejectedSample {
    Learner learner = new Learner(MODEL, scaled());
    learner.learn(batch(learner, "{'x':3,'y':1}", "{'x':5,'y':2}"));
    ModelVersion version = snapshot(learner).version();
    Predictor predictor = new Predictor(version);
    MiniBatch sample = batch(learner, "{'x':4.5,'y':0}");
    float[] before = bits(predictor.predict(sample));
    Tensor weight = Tensor.of(new float[][] {{7}});

    ModelVersion lacking = version.with(Map.of("0.weight", weight));
    ModelVersion other = version.with(Map.of("0.weight", weight, "0.bias", Tensor.zeros(2)));

    assertThatThrownBy(() -> predictor.update(lacking))
        .hasMessage("parameters do not fit: 0.bias [1] is missing");
    assertThatThrownBy(() -> predictor.update(other))
        .hasMessage("parameters do not fit: 0.bias must have shape [1]: [2]");
    assertThat(bits(predictor.predict(sample))).containsExactly(before);
  }

  @Test
  void predictor_ofAVersionFromBeforeTheySaidTheirLoss_isRefusedWithTheMend() {
    JsonVersionCodec codec = new JsonVersionCodec();
    ModelVersion version = snapshot(new Learner(MODEL, scaled())).version();
    String text = new String(codec.encode(version), UTF_8).replaceFirst("\"loss\":\\{[^}]*},", "");

    ModelVersion older = codec.decode(text.getBytes(UTF_8));

    assertThatThrownBy(() -> new Predictor(older))
        .hasMessage(
            "it does not say its loss, so it was published before versions did: train once more");
  }

  @Test
  void predict_moreThanFit_isRefused() {
    Predictor predictor = new Predictor(snapshot(new Learner(MODEL, scaled())).version());
    MiniBatch many = new MiniBatch(scaled().sample(), 300);
    fill(many, 257);

    assertThatThrownBy(() -> predictor.predict(many))
        .hasMessage("a batch to predict must have at most 256 samples: 257");
  }

  @Test
  void differences_ofAConfiguration_areNamedAndNoneIsMadeUp() {
    LearnerSettings settings = everything();
    Learner learner = new Learner(MODEL, settings);
    ModelDescription published = ModelDescription.of(decoded(new JsonVersionCodec(), learner));

    assertThat(published.differences(settings.description())).isEmpty();
    assertThat(published.differences(scaled().description()))
        .contains("loss.type was bce_with_logits, is mse", "model.layers[0].out was 8, is 1");
  }

  /* Compilation takes as long as the machine is busy, so a stretch without allocation is waited for. */
  @Test
  void predict_steadyState_allocatesNothing() throws RejectedSample {
    Learner learner = new Learner(MODEL, everything());
    Predictor predictor = new Predictor(decoded(new JsonVersionCodec(), learner));
    MiniBatch one = batch(learner, "{'a':1,'b':2,'from':'BOS','to':'SFO','y':0}");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 5_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        predictor.predict(one);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  /** All there is but scaling and evictions, by which a learner is ahead of its versions. */
  private static LearnerSettings everything() {
    SampleSettings sample =
        new SampleSettings(
            List.of(
                new Numeric("a"),
                new Numeric("b"),
                Categorical.embedded(
                    "from", new VocabularySettings(20, 2, 1_000_000), 4, Missing.ZERO),
                Categorical.of("to", 50)),
            new LabelSettings("y", LabelSettings.Type.BINARY));
    List<LayerSettings> layers =
        List.of(new Linear(8), new Relu(), new Dropout(0.5), new Linear(1));
    return settings(sample, layers, new BceWithLogits());
  }

  private static LearnerSettings scaled() {
    SampleSettings sample =
        new SampleSettings(
            List.of(Numeric.of("x", Scale.standard())),
            new LabelSettings("y", LabelSettings.Type.NUMERIC));
    return settings(sample, List.of(new Linear(1)), new Mse());
  }

  private static SampleSettings numbers(int count) {
    List<FeatureSettings> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(new Numeric("x" + i));
    }
    return new SampleSettings(features, new LabelSettings("y", LabelSettings.Type.BINARY));
  }

  private static Learner learner(SampleSettings sample, List<LayerSettings> layers) {
    return new Learner(MODEL, settings(sample, layers, new BceWithLogits()));
  }

  private static LearnerSettings settings(
      SampleSettings sample, List<LayerSettings> layers, LossSettings loss) {
    return new LearnerSettings(
        42,
        sample,
        new ModelSettings(layers),
        loss,
        new Adam.Settings(0.05),
        new ScheduleSettings.Constant(),
        Optional.empty(),
        new BatchSettings(Mode.MINI_BATCH, ROWS, Optional.empty(), 1));
  }

  /** Any numbers, in whichever columns. */
  private void fill(MiniBatch batch, int rows) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < batch.denseColumns(); column++) {
        batch.features()[row * batch.denseColumns() + column] = (float) random.nextGaussian();
      }
      if (batch.sparse().columns() > batch.denseColumns()) {
        batch.sparse().append(random.nextInt(batch.sparse().columns()), 1);
      }
      batch.accept();
    }
  }

  private MiniBatch samples(Learner learner) throws RejectedSample {
    String[] lines = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      lines[i] =
          "{'a':%d,'b':%s,'from':%d,'to':%d,'y':%d}"
              .formatted(
                  random.nextInt(3),
                  random.nextGaussian(),
                  random.nextInt(40),
                  random.nextInt(100),
                  random.nextInt(2));
    }
    return batch(learner, lines);
  }

  private static MiniBatch batch(Learner learner, String... lines) throws RejectedSample {
    MiniBatch batch = learner.newBatch();
    SampleSettings sample = ModelDescription.of(snapshot(learner).version()).sample();
    SampleDecoder decoder = JsonSampleDecoder.labelled(sample);
    for (String line : lines) {
      decoder.decode(line.replace('\'', '"').getBytes(UTF_8), batch);
    }
    return batch;
  }

  private static Snapshot snapshot(Learner learner) {
    return learner.snapshot(Offsets.none(), Instant.EPOCH);
  }

  private static ModelVersion decoded(VersionCodec codec, Learner learner) {
    return codec.decode(codec.encode(snapshot(learner).version()));
  }

  private static AssembledVersion inBlocks(Learner learner) {
    learner.publishInBlocks(
        new BlockLimits() {
          @Override
          public int ofParameter(String parameter) {
            return 16;
          }

          @Override
          public int ofState(String parameter, List<String> slots) {
            return 16;
          }
        });
    Snapshot snapshot = snapshot(learner);
    VersionAssembler assembler = new VersionAssembler(MODEL, new JsonVersionCodec()::decode);
    List<AssembledVersion> whole = new ArrayList<>();
    new BlockWriter(MODEL)
        .write(
            snapshot.version(),
            snapshot.blocks().orElseThrow(),
            (key, value) ->
                assembler
                    .accept(new String(key, UTF_8), value, OptionalLong.empty())
                    .ifPresent(whole::add));
    return whole.get(0);
  }

  private static float[] bits(Tensor tensor) {
    return Arrays.copyOf(tensor.data(), tensor.size());
  }
}
