package io.gradstream.learn;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Parameter.Gradient;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.learn.model.Model;
import io.gradstream.optim.Clip;
import java.util.List;
import java.util.Map;

/**
 * The way to a step and back: predicts a batch and finds its gradient as learning it would, and
 * leaves everything as it was. A category that would get a row of its own is taken for what it was
 * so far, from which that row would start.
 */
final class DryRun {
  private final Model model;
  private final FeatureScaler scaler;
  private final TrainingGraph graph;
  private final List<Parameter> parameters;

  DryRun(Model model, FeatureScaler scaler, TrainingGraph graph) {
    this.model = model;
    this.scaler = scaler;
    this.graph = graph;
    this.parameters = List.copyOf(model.parameters().values());
  }

  /**
   * Tries a step over a batch.
   *
   * @param news whether the samples would be taken in, or have been
   * @param clip what the gradient goes through first
   */
  Trial of(MiniBatch batch, boolean news, Clip clip) {
    Map<String, double[]> figures = scaler.state();
    Map<String, Double> layers = model.module().state();
    List<Gradient> gradients = parameters.stream().map(Parameter::copyGradient).toList();
    parameters.forEach(Parameter::zeroGrad);
    Trial trial = run(batch, news, clip);
    for (int i = 0; i < gradients.size(); i++) {
      parameters.get(i).restoreGradient(gradients.get(i));
    }
    model.module().restore(layers);
    scaler.restore(figures);
    return trial;
  }

  /** What the model gives out for the one sample of a batch, with the figures there are so far. */
  float[] output(MiniBatch sample) {
    Map<String, Double> layers = model.module().state();
    scaler.transform(sample, graph.features());
    int[] rows = model.tables().find(sample);
    float[] output = graph.forward(sample, rows, scaler.label()).output(0);
    model.module().restore(layers);
    return output;
  }

  private Trial run(MiniBatch batch, boolean news, Clip clip) {
    if (news) {
      scaler.fitTransform(batch, graph.features());
      scaler.label().fitTransform(batch, graph.targets());
    } else {
      scaler.transform(batch, graph.features());
      scaler.label().transform(batch, graph.targets());
    }
    float loss = graph.forward(batch, model.tables().find(batch), scaler.label()).loss();
    if (!Float.isFinite(loss)) {
      return Trial.ofLoss(loss);
    }
    graph.backward();
    clip.clipInPlace(parameters);
    return Trial.ofGradient(parameters);
  }
}
