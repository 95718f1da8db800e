package io.gradstream.jmh;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.data.SampleSettings;
import io.gradstream.record.json.JsonSampleDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to decode one JSON sample; {@code -prof gc} shows that nothing is allocated. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  private static final int RECORDS = 10_000;
  private static final int COLUMNS = 1 << 20;

  /** What a sample consists of, besides a binary label. */
  public enum Schema {
    /** Ten numbers of six digits. */
    NUMBERS(10),
    /** Thirty words of up to 10,000 each, in columns that they share. */
    CATEGORIES(30);

    private final int fields;

    Schema(int fields) {
      this.fields = fields;
    }

    private SampleSettings settings() {
      List<FeatureSettings> features =
          IntStream.range(0, fields).mapToObj(i -> feature(name(i))).toList();
      LabelSettings label = new LabelSettings("label", LabelSettings.Type.BINARY);
      return SampleSettings.of(features, label, Optional.empty(), COLUMNS);
    }

    private FeatureSettings feature(String name) {
      return this == NUMBERS
          ? new FeatureSettings.Numeric(name)
          : new HashedFeature.Categorical(name);
    }

    private byte[] record(SplittableRandom random) {
      String members =
          IntStream.range(0, fields)
              .mapToObj(i -> "\"%s\":%s".formatted(name(i), value(random)))
              .collect(Collectors.joining(","));
      return "{\"label\":%d,%s}"
          .formatted(random.nextInt(2), members)
          .getBytes(StandardCharsets.UTF_8);
    }

    private String value(SplittableRandom random) {
      return this == NUMBERS
          ? "0." + random.nextInt(100_000, 1_000_000)
          : "\"value%d\"".formatted(random.nextInt(10_000));
    }

    private static String name(int field) {
      return "field" + field;
    }
  }

  @Param public Schema schema;

  private final List<byte[]> records = new ArrayList<>();
  private JsonSampleDecoder decoder;
  private MiniBatch batch;
  private int next;

  /** Makes records up. */
  @Setup
  public void makeRecords() {
    SplittableRandom random = new SplittableRandom(1);
    SampleSettings settings = schema.settings();
    for (int i = 0; i < RECORDS; i++) {
      records.add(schema.record(random));
    }
    decoder = JsonSampleDecoder.labelled(settings);
    batch = new MiniBatch(settings, 2_000);
  }

  /** Decodes the next of them. */
  @Benchmark
  public MiniBatch decode() throws RejectedSample {
    if (batch.isFull()) {
      batch.clear();
    }
    decoder.decode(records.get(next), batch);
    next = next + 1 == RECORDS ? 0 : next + 1;
    return batch;
  }
}
