package io.gradstream.record.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FeatureSettings.Array;
import io.gradstream.data.FeatureSettings.Numeric;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LogicalRows;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.Missing;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.encode.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the scan to Jackson: the same rows, the same rejections. */
class JsonScanTest {
  private static final SampleSettings SETTINGS =
      new SampleSettings(
          List.of(
              new Numeric("a"),
              Categorical.of("b", 64),
              new Array("p.c", 3),
              new HashedFeature.Map("m", Optional.of(64), Missing.ZERO)),
          new LabelSettings("y", LabelSettings.Type.BINARY));

  private final RecordEncoder encoder = RecordEncoder.labelled(SETTINGS);
  private final JsonSampleDecoder scanning = JsonSampleDecoder.labelled(SETTINGS);
  private final JacksonSampleDecoder jackson =
      new JacksonSampleDecoder(RecordEncoder.labelled(SETTINGS));
  private final MiniBatch batch = new MiniBatch(SETTINGS, 1);

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void read_plainRecord_isReadWithoutJackson(long seed) {
    byte[] record = RandomJson.plain(seed).sample().getBytes(StandardCharsets.UTF_8);
    encoder.begin(batch);

    boolean read = new JsonScan(encoder).read(record);

    assertThat(read).as(new String(record, StandardCharsets.UTF_8)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decode_anyRecord_doesWhatJacksonDoes(long seed) {
    assertSame(RandomJson.plain(seed).sample().getBytes(StandardCharsets.UTF_8));
    assertSame(new RandomJson(seed).sample().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decode_damagedRecord_doesWhatJacksonDoes(long seed) {
    byte[] record = RandomJson.plain(seed).sample().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);

    for (int i = 0; i < 100; i++) {
      byte[] damaged = record.clone();
      damaged[random.nextInt(damaged.length)] = likely(random);
      assertSame(damaged);
      assertSame(Arrays.copyOf(record, random.nextInt(record.length)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':01,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':-0,'b':-0,'p':{'c':[1,2,3]},'y':-0.0}",
        "{'a':1.,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1e,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1e400,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1e99999,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1E+02,'b':1e2,'p':{'c':[1e-45,2E0,3]},'y':0}",
        "{'a':1,'b':1,'p':{'c':[1,2,3,4]},'y':0}",
        "{'a':1,'b':1,'p':{'c':[1,2,3,]},'y':0}",
        "{'a':1,'b':1,'p':{'c':[1 2,3]},'y':0}",
        "{'a':1,'b':1,'p':{'c':[[1],2,3]},'y':0}",
        "{'a':1,'b':1,'p':7,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1,'b':1,'p':{'c':[1,2,3]},'p':{},'y':0}",
        "{'a':1,'b':1,'p':{'c':[1,2,3]},'y':0,}",
        "{'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}{}",
        "{'a':1,'b':null,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1,'b':'','p':{'c':[1,2,3]},'y':true}",
        "{'a':NaN,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':1,'b':truex,'p':{'c':[1,2,3]},'y':0}",
        "{'a':[,'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':{,'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'a':{},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':1,'r':-2.5e3,'s':0,'t':null,'u':true},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{ 'q' : 1 , 'q':2 },'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{ } ,'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':1,},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q'},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':'x'},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':[1]},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':[1]},'m':{'r':1},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'\\u0071':1,'é':2},'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':[1],'a':1,'b':1,'p':{'c':[1,2,3]},'y':0}",
        "{'m':{'q':1",
        "{'m':{'q",
        "{'m':{",
        "{'a':1,'b':1,'x':[[[[{'q':[]}]]]],'p':{'c':[1,2,3]},'y':0}"
      })
  void decode_edgeOfTheGrammar_doesWhatJacksonDoes(String record) {
    assertSame(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nearest_anyNumber_isTheNearestDouble() {
    Random random = new Random(1);
    JsonNumber number = new JsonNumber();
    for (int i = 0; i < 200_000; i++) {
      String text = text(random, i);
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      if (number.read(bytes, 0) == bytes.length) {
        assertThat(number.nearest()).as(text).isEqualTo(Double.parseDouble(text));
      }
    }
  }

  /** Numbers of all sizes, and such as lie in the middle between two of float32 or just beside. */
  private static String text(Random random, int i) {
    float some = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
    double middle = ((double) some + Math.nextUp(some)) / 2;
    return switch (i % 4) {
      case 0 -> Double.toString(middle);
      case 1 -> Double.toString(Math.nextUp(middle));
      case 2 -> Long.toString(random.nextLong() / 10) + "e-" + random.nextInt(25);
      default -> Double.toString(random.nextDouble());
    };
  }

  private void assertSame(byte[] record) {
    String expected = outcome(record, true);
    assertThat(outcome(record, false))
        .as(new String(record, StandardCharsets.UTF_8))
        .isEqualTo(expected);
  }

  private String outcome(byte[] record, boolean byJackson) {
    batch.clear();
    try {
      if (byJackson) {
        jackson.decode(record, batch);
      } else {
        scanning.decode(record, batch);
      }
      return Arrays.hashCode(LogicalRows.of(batch, SETTINGS, 0))
          + " "
          + batch.targets()[0]
          + " "
          + Arrays.toString(batch.features());
    } catch (RejectedSample e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static byte likely(Random random) {
    byte[] likely = "{}[]\",:\\ \n0123456789-+.eEtfn\u0001".getBytes(StandardCharsets.US_ASCII);
    int pick = random.nextInt(likely.length + 4);
    return pick < likely.length ? likely[pick] : (byte) random.nextInt();
  }
}
