package io.gradstream.jmh;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.BceWithLogits;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.ModelInput;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Module;
import io.gradstream.nn.Mse;
import io.gradstream.nn.Sequential;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Auto;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Newton;
import io.gradstream.optim.Normalized;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The models whose steps are measured. */
public enum Workload {
  LINEAR_10(10, List.of(linear(1)), 1, Mse::new, new Sgd.Settings(0.001)),
  LOGISTIC_100(
      100,
      List.of(linear(1)),
      1,
      BceWithLogits::new,
      new Sgd.Settings(0.001)),
  SPARSE_LOGISTIC(
      1 << 20,
      List.of(linear(1)),
      1,
      BceWithLogits::new,
      new Sgd.Settings(0.001)) {
    @Override
    Runnable step(int batch) {
      return sparseStep(batch, 30);
    }
  },
  LINEAR_10_NORMALIZED(10, List.of(linear(1)), 1, Mse::new, new Normalized.Settings()),
  LINEAR_10_NEWTON(10, List.of(linear(1)), 1, Mse::new, newton(Newton.Matrix.FULL)),
  LINEAR_10_AUTO(
      10,
      List.of(linear(1)),
      1,
      Mse::new,
      auto(
          Auto.Publish.MIXTURE,
          newton(Newton.Matrix.FULL),
          newton(Newton.Matrix.FULL),
          new Cocob.Settings())),
  LINEAR_10_COCOB(10, List.of(linear(1)), 1, Mse::new, new Cocob.Settings()),
  LOGISTIC_100_NORMALIZED(
      100,
      List.of(linear(1)),
      1,
      BceWithLogits::new,
      new Normalized.Settings()),
  LOGISTIC_100_NEWTON_FULL(
      100,
      List.of(linear(1)),
      1,
      BceWithLogits::new,
      newton(Newton.Matrix.FULL)),
  LOGISTIC_100_NEWTON_DIAGONAL(
      100,
      List.of(linear(1)),
      1,
      BceWithLogits::new,
      newton(Newton.Matrix.DIAGONAL)),
  SPARSE_LOGISTIC_NEWTON(1 << 20, List.of(linear(1)), 1, BceWithLogits::new, newton(Newton.Matrix.DIAGONAL)) {
    @Override
    Runnable step(int batch) {
      return sparseStep(batch, 30);
    }
  },
  MLP_64_SGD(
      64,
      List.of(linear(128), relu(), linear(64), relu(), linear(1)),
      1,
      Mse::new,
      new Sgd.Settings(0.001)),
  MLP_64_ADAM(
      64,
      List.of(linear(128), relu(), linear(64), relu(), linear(1)),
      1,
      Mse::new,
      new Adam.Settings(0.001)),
  MLP_64_ADAGRAD(
      64,
      List.of(linear(128), relu(), linear(64), relu(), linear(1)),
      1,
      Mse::new,
      new Adagrad.Settings(0.1)),
  MLP_64_COCOB(
      64,
      List.of(linear(128), relu(), linear(64), relu(), linear(1)),
      1,
      Mse::new,
      new Cocob.Settings()),
  MLP_64_AUTO(
      64,
      List.of(linear(128), relu(), linear(64), relu(), linear(1)),
      1,
      Mse::new,
      auto(
          Auto.Publish.BEST,
          new Adagrad.Settings(0.1),
          new Adam.Settings(0.005),
          new Adagrad.Settings(0.2))),
  MLP_784_SGD(
      784,
      List.of(linear(256), relu(), linear(10)),
      10,
      CrossEntropy::new,
      new Sgd.Settings(0.001)),
  MLP_784_ADAM(
      784,
      List.of(linear(256), relu(), linear(10)),
      10,
      CrossEntropy::new,
      new Adam.Settings(0.001));

  private final int inputs;
  private final List<LayerSettings> layers;
  private final int targets;
  private final Supplier<LossSettings> loss;
  private final OptimizerSettings optimizer;

  Workload(
      int inputs,
      List<LayerSettings> layers,
      int targets,
      Supplier<LossSettings> loss,
      OptimizerSettings optimizer) {
    this.inputs = inputs;
    this.layers = layers;
    this.targets = targets;
    this.loss = loss;
    this.optimizer = optimizer;
  }

  /** A step on one batch of random samples, repeated. */
  Runnable step(int batch) {
    SplittableRandom random = new SplittableRandom(1);
    Sequential model = new ModelSettings(layers).build(inputs, random);
    Tensor features = Tensor.zeros(batch, inputs);
    for (int i = 0; i < features.size(); i++) {
      features.data()[i] = (float) random.nextGaussian();
    }
    return step(model, Variable.of(features), random);
  }

  /** A step on rows with this many columns that are not zero, and none that are dense. */
  Runnable sparseStep(int batch, int nonZero) {
    SplittableRandom random = new SplittableRandom(1);
    SparseRows rows = new SparseRows(batch, inputs);
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < nonZero; i++) {
        rows.append(random.nextInt(inputs), 1);
      }
      rows.acceptRow();
    }
    ModelInput input = new ModelInput(new int[0], List.of(), new SparseInput(rows));
    Module model = new ModelSettings(layers).build(input, random);
    return step(model, Variable.of(Tensor.zeros(batch, 0)), random);
  }

  private Runnable step(Module model, Variable features, SplittableRandom random) {
    Tensor labels = Tensor.zeros(features.value().rows(), 1);
    for (int i = 0; i < labels.size(); i++) {
      labels.data()[i] = random.nextInt(Math.max(2, targets));
    }
    Variable total =
        loss.get().build().forward(model.forward(features), Variable.of(labels));
    Optimizer built = optimizer.build(model.namedParameters());
    return step(Graph.of(total), total, labels.rows(), built);
  }

  private static Runnable step(
      Graph graph, Variable total, int samples, Optimizer optimizer) {
    Evaluation evaluation = new Evaluation(graph, total, samples, optimizer);
    return () -> {
      var unused = evaluation.evaluate();
      optimizer.step(evaluation);
    };
  }

  private record Evaluation(Graph graph, Variable total, int samples, Optimizer optimizer)
      implements Optimizer.Closure {
    @Override
    public double evaluate() {
      graph.forward();
      optimizer.zeroGrad();
      graph.backward();
      return total.item();
    }

    /** The benchmark's batch is always the same, and so nearly is its loss. */
    @Override
    public double loss() {
      return total.item();
    }
  }

  private static Auto.Settings auto(Auto.Publish publish, OptimizerSettings... experts) {
    return new Auto.Settings(
        Optional.of(List.of(experts)), 0.0001, Optional.of(publish));
  }

  private static OptimizerSettings newton(Newton.Matrix matrix) {
    return new Newton.Settings(Optional.of(0.999), 1, Optional.of(matrix));
  }

  private static LayerSettings linear(int out) {
    return new LayerSettings.Linear(out);
  }

  private static LayerSettings relu() {
    return new LayerSettings.Relu();
  }
}
