package io.gradstream.learn.metrics;

import static io.gradstream.learn.metrics.ScoredPredictions.child;
import static io.gradstream.learn.metrics.ScoredPredictions.column;
import static io.gradstream.learn.metrics.ScoredPredictions.label;
import static io.gradstream.learn.metrics.ScoredPredictions.loss;
import static io.gradstream.learn.metrics.ScoredPredictions.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of metrics: it goes on bit for bit, and fits where it is kept. */
class MetricsStateTest {
  @Test
  void outline_ofClasses_isAsLongAsTheirFiguresCanBecome() {
    PrequentialMetrics few =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(30)));
    PrequentialMetrics many =
        new PrequentialMetrics(LabelSettings.of("y", LabelClasses.numbered(9000)));

    assertThat(child(few.outline(), "classes").size()).isEqualTo(30);
    assertThat(child(few.outline(), "window", "classes").toString())
        .contains("29={samples=9007199254740992, recall=1.2345678901234567E-100");
    assertThat(many.outline().containsKey("classes")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void restore_midway_goesOnBitForBit(Type type) {
    PrequentialMetrics undisturbed = new PrequentialMetrics(label(type));
    PrequentialMetrics restored = new PrequentialMetrics(label(type));
    Tensor output =
        type == Type.CLASS
            ? Tensor.of(new float[][] {{.3f, .7f}, {.6f, .4f}, {.2f, .8f}})
            : column(.3f, .6f, .2f);
    Predictions result = result(loss(type), output, column(1, 0, 1), 0.5f, 2, 1);

    for (int i = 0; i < 500; i++) {
      undisturbed.record(result);
    }
    restored.restore(undisturbed.state());
    undisturbed.record(result);
    restored.record(result);

    assertThat(restored.report()).isEqualTo(undisturbed.report());
    assertThat(restored.state().keySet()).isEqualTo(undisturbed.state().keySet());
    restored
        .state()
        .forEach((name, numbers) -> assertThat(undisturbed.state().get(name)).isEqualTo(numbers));
  }

  /** What a record of state leaves room for beside what a fresh learner has in it. */
  @ParameterizedTest
  @EnumSource(Type.class)
  void state_ofALongStream_growsByLessThanARecordHasRoomFor(Type type) {
    PrequentialMetrics metrics = new PrequentialMetrics(label(type));
    SplittableRandom random = new SplittableRandom(3);
    int fresh = numbers(metrics);
    int most = 0;

    for (int i = 0; i < 20_000; i++) {
      float score = (float) random.nextGaussian();
      Tensor output = type == Type.CLASS ? Tensor.of(new float[][] {{0, score}}) : column(score);
      metrics.record(result(loss(type), output, column(random.nextInt(2)), 1));
      most = i % 97 == 0 ? Math.max(most, numbers(metrics)) : most;
    }

    assertThat((most - fresh) * Double.BYTES).isLessThan(128 << 10);
  }

  private static int numbers(PrequentialMetrics metrics) {
    return metrics.state().values().stream().mapToInt(each -> each.length).sum();
  }
}
