package io.gradstream.learn.metrics;

import static org.assertj.core.api.Assertions.within;

import io.gradstream.data.LabelClasses;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;

/** Predictions to score, and the figures they have. */
final class ScoredPredictions {
  static final Offset<Double> CLOSE = within(1e-6);
  static final LabelSettings BINARY = new LabelSettings("y", Type.BINARY);
  static final LabelSettings NUMERIC = new LabelSettings("y", Type.NUMERIC);

  private ScoredPredictions() {}

  static LabelSettings label(Type type) {
    return type == Type.CLASS
        ? LabelSettings.of("y", LabelClasses.numbered(2))
        : new LabelSettings("y", type);
  }

  static Loss loss(Type type) {
    return switch (type) {
      case NUMERIC -> new Mse();
      case BINARY -> new BceWithLogits();
      case CLASS -> new CrossEntropy();
    };
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  static Tensor column(float... values) {
    return Tensor.wrap(values, Shape.of(values.length, 1));
  }

  static Predictions result(Loss loss, Tensor output, Tensor targets, float... weights) {
    Tensor predictions = Tensor.zeros(output.capacity());
    loss.predict(output, predictions);
    return new Predicted(loss, output, predictions, targets, doubles(weights));
  }

  /** The figures over all samples, or over the window, with the baselines beside them. */
  static Map<?, ?> figures(PrequentialMetrics metrics, String over) {
    return over.equals("all") ? metrics.figures() : child(metrics.figures(), over);
  }

  static Map<?, ?> child(Map<?, ?> tree, String... path) {
    Object node = tree;
    for (String key : path) {
      node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }
    return (Map<?, ?>) node;
  }

  static double figure(PrequentialMetrics metrics, String... path) {
    Object node = metrics.report();
    for (String key : path) {
      node = Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }
    return ((Number) node).doubleValue();
  }

  /** What a step gives to the metrics. */
  record Predicted(Loss loss, Tensor output, Tensor predictions, Tensor targets, double[] weights)
      implements Predictions {
    @Override
    public int rows() {
      return targets.rows();
    }

    @Override
    public double label(int row) {
      return targets.data()[row];
    }

    @Override
    public double weight(int row) {
      return weights[row];
    }

    @Override
    public double score(int row) {
      return output.data()[row];
    }

    @Override
    public double logLoss(int row) {
      return loss.negativeLogLikelihood(output, targets, row);
    }
  }
}
