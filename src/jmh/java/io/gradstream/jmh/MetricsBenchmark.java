package io.gradstream.jmh;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole step over one sample of one number, most of which is its scoring; and a report. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MetricsBenchmark {
  private static final int SAMPLES = 4096;
  private static final int CLASSES = 10;

  @Param public Type label;

  private final MiniBatch[] samples = new MiniBatch[SAMPLES];
  private Learner learner = learner(Type.NUMERIC);

  @Setup
  public void build() {
    learner = learner(label);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = learner.newBatch();
      samples[i].features()[0] = (float) random.nextGaussian();
      samples[i].targets()[0] = random.nextInt(label == Type.CLASS ? CLASSES : 2);
      samples[i].accept();
    }
  }

  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public void learn() {
    for (MiniBatch sample : samples) {
      learner.learn(sample);
    }
  }

  /** Behind so many samples. */
  @Benchmark
  public Object report() {
    if (learner.counters().samples() < 10 * SAMPLES) {
      learn();
    }
    return learner.metrics().report();
  }

  private static Learner learner(Type type) {
    LossSettings loss =
        switch (type) {
          case NUMERIC -> new Mse();
          case BINARY -> new BceWithLogits();
          case CLASS -> new CrossEntropy();
        };
    int classes = type == Type.CLASS ? CLASSES : 0;
    return new Learner(
        "scored",
        new LearnerSettings(
            42,
            new SampleSettings(
                List.of(new FeatureSettings.Numeric("x")), label(type)),
            new ModelSettings(List.of(new LayerSettings.Linear(Math.max(1, classes)))),
            loss,
            new Sgd.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            new BatchSettings(Mode.SINGLE, 32, Optional.empty(), 1)));
  }

  private static LabelSettings label(Type type) {
    return type == Type.CLASS
        ? LabelSettings.of("y", LabelClasses.numbered(CLASSES))
        : new LabelSettings("y", type);
  }
}
