package io.gradstream.record.float32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.Scale;
import io.gradstream.record.SampleDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Float32SampleDecoderTest {
  private static final SampleSettings SETTINGS =
      SampleSettings.of(
          List.of(
              new Numeric("age", Scale.none(), Missing.INDICATOR),
              new Array("pixels", 3, Scale.none(), Missing.ZERO)),
          LabelSettings.of("digit", LabelClasses.numbered(10)),
          Optional.of("weight"),
          1);

  private final MiniBatch batch = new MiniBatch(SETTINGS, 2);

  @Test
  void labelled_vector_isFeaturesThenWeightThenLabel() throws RejectedSample {
    new Float32Format().labelled(SETTINGS).decode(vector(40, 1, 2, 3, 0.5f, 7), batch);

    assertThat(batch.features()).startsWith(40, 0, 1, 2, 3);
    assertThat(batch.weights()[0]).isEqualTo(0.5f);
    assertThat(batch.targets()[0]).isEqualTo(7);
  }

  @Test
  void labelled_nan_isMissing() throws RejectedSample {
    float nan = Float.NaN;

    new Float32Format().labelled(SETTINGS).decode(vector(nan, nan, nan, nan, 1, 7), batch);

    assertThat(batch.features()).startsWith(nan, 1, 0, 0, 0);
  }

  @Test
  void labelled_wrongNumbers_rejects() {
    SampleDecoder decoder = new Float32Format().labelled(SETTINGS);

    assertThatThrownBy(() -> decoder.decode(vector(1, 2, 3, 4), batch))
        .hasMessage("not 6 numbers of float32, 24 bytes: 16 bytes");
    assertThatThrownBy(() -> decoder.decode(vector(1, 2, 3, 4, -1, 7), batch))
        .hasMessage("weight must be a weight, a finite number of at least 0: -1.0");
    assertThatThrownBy(() -> decoder.decode(vector(1, 2, 3, 4, 1, Float.NaN), batch))
        .hasMessage("field digit is NaN");
    assertThat(batch.rows()).isZero();
  }

  @Test
  void labelled_missingElement_isFilledIn() throws RejectedSample {
    new Float32Format().labelled(SETTINGS).decode(vector(1, 2, Float.NaN, 4, 1, 7), batch);

    assertThat(batch.features()).startsWith(1, 0, 2, 0, 4);
  }

  @Test
  void unlabelled_vector_needsNoLabel() throws RejectedSample {
    SampleDecoder decoder = new Float32Format().unlabelled(SETTINGS);

    decoder.decode(vector(40, 1, 2, 3), batch);
    decoder.decode(vector(41, 1, 2, 3, 1, 7), batch);

    assertThat(batch.features()).containsExactly(40, 0, 1, 2, 3, 41, 0, 1, 2, 3);
  }

  private static byte[] vector(float... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }
}
