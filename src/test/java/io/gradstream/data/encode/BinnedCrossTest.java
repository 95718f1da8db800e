package io.gradstream.data.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.BinEncoding;
import io.gradstream.data.Bins;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature.Cross;
import io.gradstream.data.HashedFeature.Tags;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleLimits;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Slope;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.data.text.CategoryHash;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The columns of crosses that name the bin of a number, which are known once it is scaled. */
class BinnedCrossTest {
  private static final int BUCKETS = 1 << 20;
  private static final Bins HALVES = new Bins("x", 2, BinEncoding.ONE_HOT, Missing.ZERO);

  private static SampleSettings settings(FeatureSettings... features) {
    return new SampleSettings(
        Arrays.asList(features), new LabelSettings("y", LabelSettings.Type.NUMERIC));
  }

  private static Cross cross(String... parts) {
    return new Cross(List.of(parts), Optional.of(BUCKETS), Missing.ZERO);
  }

  private static MiniBatch batch(SampleSettings settings, @Nullable Object[]... samples)
      throws RejectedSample {
    MiniBatch batch = new MiniBatch(settings, samples.length);
    RecordEncoder encoder = RecordEncoder.unlabelled(settings);
    for (Object[] values : samples) {
      encoder.begin(batch);
      for (int field = 0; field < values.length; field++) {
        encoder.read(field, new FakeValue(values[field]));
      }
      encoder.end();
    }
    return batch;
  }

  private static Tensor scaled(MiniBatch batch) {
    return Tensor.zeros(batch.rows(), batch.denseColumns());
  }

  private static List<Integer> columns(MiniBatch batch, int row) {
    SparseRows sparse = batch.sparse();
    int[] columns = Arrays.copyOfRange(sparse.indices(), sparse.start(row), sparse.end(row));
    return Arrays.stream(columns).boxed().toList();
  }

  private static int hash(String... texts) {
    return CategoryHash.own(BUCKETS).bucket(String.join("\u001f", texts));
  }

  @Test
  void fitTransform_crossOfABin_hasTheBinOfThatMoment() throws RejectedSample {
    SampleSettings settings = settings(cross("x.bin", "word"), HALVES);
    FeatureScaler scaler = new FeatureScaler(settings);
    MiniBatch batch =
        batch(
            settings,
            new Object[] {0, "a"},
            new Object[] {10, "b"},
            new Object[] {-5, "a"},
            new Object[] {null, "a"});

    scaler.fitTransform(batch, scaled(batch));

    assertThat(columns(batch, 0)).containsExactly(hash("1", "a"));
    assertThat(columns(batch, 1)).containsExactly(hash("1", "b"));
    assertThat(columns(batch, 2)).containsExactly(hash("0", "a"));
    assertThat(columns(batch, 3)).isEmpty();
  }

  @Test
  void transform_rowsThatWereTakenOver_haveTheBinsOfWhoeverTransforms() throws RejectedSample {
    SampleSettings settings = settings(cross("x.bin", "word"), HALVES);
    FeatureScaler high = new FeatureScaler(settings);
    MiniBatch told = batch(settings, new Object[] {100, "a"}, new Object[] {200, "a"});
    high.fitTransform(told, scaled(told));
    MiniBatch own = new MiniBatch(settings, 2);
    own.accept(batch(settings, new Object[] {7, "c"}), 0);
    own.accept(told, 1);

    FeatureScaler.read(high.describe()).transform(own, scaled(own));

    assertThat(columns(own, 0)).containsExactly(hash("0", "c"));
    assertThat(columns(own, 1)).containsExactly(hash("1", "a"));
    new FeatureScaler(settings).transform(own, scaled(own));
    assertThat(columns(own, 0)).containsExactly(hash("1", "c"));
  }

  @Test
  void end_combinationsWithBinsBeyondTheLimit_rejectsTheSample() {
    SampleSettings settings = settings(new Tags("tags"), HALVES, cross("tags", "x.bin"));
    RecordEncoder encoder =
        RecordEncoder.unlabelled(settings, new SampleLimits(1 << 20, 9, 3, 9, 9));

    encoder.begin(new MiniBatch(settings, 1));
    encoder.read(0, new FakeValue(List.of("a", "b")));
    encoder.read(1, new FakeValue(7));

    assertThatThrownBy(encoder::end)
        .isInstanceOf(RejectedSample.class)
        .hasMessage("tags*x.bin must have at most 3 elements, input.limits.arrayLength: 4");
  }

  @Test
  void fitTransform_twoBinsAndTags_hasEveryTagWithBoth() throws RejectedSample {
    SampleSettings settings =
        settings(
            new Tags("tags", Optional.of(1), Optional.empty(), Missing.ZERO),
            HALVES,
            new Bins("z", 3, BinEncoding.CUMULATIVE, Missing.ZERO),
            cross("z.bin", "tags", "x.bin"),
            new Slope(
                "x", List.of("x.bin"), 1, 2, Optional.empty(), Optional.of(BUCKETS), Missing.ZERO));
    MiniBatch batch =
        batch(
            settings,
            new Object[] {List.of("a"), 0, 0},
            new Object[] {List.of("a"), 9, 5},
            new Object[] {List.of("a", "b"), -7, 9});

    new FeatureScaler(settings).fitTransform(batch, scaled(batch));

    int first = settings.columns().of(3).column();
    int slope = settings.columns().of(4).column();
    assertThat(columns(batch, 2))
        .containsExactly(
            0, 0, first + hash("2", "a", "0"), first + hash("2", "b", "0"), slope + hash("0"));
    assertThat(batch.sparse().values()[batch.sparse().end(2) - 1]).isEqualTo(-4);
  }
}
