package io.gradstream.record.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.text.CategoryHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSampleDecoderFuzzTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(new Numeric("a"), Categorical.of("b", 16), new Array("p.c", 3)),
          new LabelSettings("y", LabelSettings.Type.BINARY));
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonSampleDecoder decoder = JsonSampleDecoder.labelled(SETTINGS);
  private final MiniBatch batch = new MiniBatch(SETTINGS, 1);

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decode_anyWriting_givesTheRowOfTheTree(long seed) throws RejectedSample {
    String sample = new RandomJson(seed).sample();
    JsonNode tree = MAPPER.readTree(sample);

    decoder.decode(sample.getBytes(StandardCharsets.UTF_8), batch);

    assertThat(LogicalRows.of(batch, SETTINGS, 0)).as(sample).containsExactly(rowOf(tree));
    assertThat(batch.targets()[0]).isEqualTo(tree.get("y").asInt(0));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decode_damagedRecord_isARowOrRejected(long seed) {
    byte[] record = new RandomJson(seed).sample().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);

    for (int i = 0; i < 50; i++) {
      byte[] damaged = record.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      assertThat(accepts(damaged)).isEqualTo(batch.rows() == 1);
      batch.clear();
    }
  }

  private boolean accepts(byte[] record) {
    try {
      decoder.decode(record, batch);
      return true;
    } catch (RejectedSample e) {
      assertThat(e).hasMessageMatching("[^\\p{Cntrl}]{5,200}");
      return false;
    }
  }

  private static float[] rowOf(JsonNode tree) {
    float[] row = new float[SETTINGS.width()];
    row[0] = (float) tree.get("a").doubleValue();
    row[1 + CategoryHash.own(16).bucket(tree.get("b").asString())] = 1;
    for (int i = 0; i < 3; i++) {
      row[17 + i] = (float) tree.get("p").get("c").get(i).doubleValue();
    }
    return row;
  }
}
