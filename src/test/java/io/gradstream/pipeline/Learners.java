package io.gradstream.pipeline;

import io.gradstream.data.FeatureSettings;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.SampleSettings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.BatchSettings.Mode;
import io.gradstream.learn.Learner;
import io.gradstream.learn.LearnerSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Mse;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.optim.Sgd;
import java.util.List;
import java.util.Optional;

/** Learners of numbers from numbers, for tests: one feature, linear, plain gradient descent. */
public final class Learners {
  public static final SampleSettings SCHEMA =
      new SampleSettings(
          List.of(new FeatureSettings.Numeric("x")),
          new LabelSettings("y", LabelSettings.Type.NUMERIC));

  public static final BatchSettings SINGLE = new BatchSettings(Mode.SINGLE, 1, Optional.empty(), 1);

  private Learners() {}

  static BatchSettings batchesOf(int size) {
    return new BatchSettings(Mode.MINI_BATCH, size, Optional.empty(), 1);
  }

  static BatchSettings passes(int epochs, int size) {
    return new BatchSettings(Mode.FULL, size, Optional.empty(), epochs);
  }

  public static Learner learner(BatchSettings batch) {
    return new Learner(
        "numbers",
        new LearnerSettings(
            42,
            SCHEMA,
            new ModelSettings(List.of(new LayerSettings.Linear(1))),
            new Mse(),
            new Sgd.Settings(0.01),
            new ScheduleSettings.Constant(),
            Optional.empty(),
            batch));
  }
}
