package io.gradstream.app;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A configuration as somebody could write it, and samples for it, drawn from a seed: any layers,
 * loss, optimizer, schedule, clipping, batches and features that PyTorch can follow.
 */
final class RandomLearning {
  private final RandomWords random;
  private final StringJoiner yaml = new StringJoiner("\n", "", "\n");
  private final boolean csv;
  private final boolean startsFromFile;
  private final RandomSchema schema;
  private int classes;
  private String target = "";

  RandomLearning(long seed) {
    random = new RandomWords(seed);
    csv = random.chance(0.3);
    startsFromFile = random.chance(0.5);
    String loss = loss();
    boolean weighted = random.chance(0.25);
    boolean embedded = random.chance(0.12);
    schema = new RandomSchema(random, csv, target, classes, weighted, embedded);
    yaml.add("# seed " + seed);
    yaml.add("name: random");
    yaml.add("seed: " + random.below(1000));
    yaml.add("input: {topic: random, format: " + (csv ? "csv" : "json") + "}");
    addSample(weighted);
    addModel(layers(loss, embedded));
    yaml.add("loss: " + loss);
    addSteps(loss);
  }

  /** The configuration. */
  String yaml() {
    return yaml.toString();
  }

  /** The name of the file of samples. */
  String samplesFile() {
    return csv ? "samples.csv" : "samples.jsonl";
  }

  /** Whether it starts from parameters in {@code initial.safetensors}. */
  boolean startsFromFile() {
    return startsFromFile;
  }

  /** So many samples of its schema, a line each. */
  List<String> samples(int count) {
    return schema.samples(count);
  }

  private void addSample(boolean weighted) {
    yaml.add("sample:");
    yaml.add("  features:");
    schema.features().forEach(feature -> yaml.add("    - " + feature));
    yaml.add("  label: {field: label, type: " + labelType() + "}");
    if (weighted) {
      yaml.add("  weight: weight");
    }
    yaml.add("  buckets: " + (5 + random.below(20)));
  }

  private void addModel(List<String> layers) {
    yaml.add("model:");
    if (startsFromFile) {
      yaml.add("  initial: initial.safetensors");
    }
    yaml.add("  layers:");
    layers.forEach(layer -> yaml.add("    - " + layer));
  }

  /* The loss decides what the label is. */
  private String loss() {
    String reduction =
        random.chance(0.3) ? ", reduction: sum" : random.chance(0.3) ? ", reduction: mean" : "";
    String numeric = "numeric";
    return switch (random.below(12)) {
      case 0 -> of(numeric, "{type: mse" + reduction + "}");
      case 1 -> of(numeric, "{type: l1" + reduction + "}");
      case 2 -> of(numeric, "{type: smooth_l1, beta: " + random.number(0.3, 1.5) + reduction + "}");
      case 3 -> of(numeric, "{type: huber, delta: " + random.number(0.3, 1.5) + reduction + "}");
      case 4 ->
          of(numeric, "{type: quantile, quantile: " + random.number(0.1, 0.9) + reduction + "}");
      case 5 -> of("count", "{type: poisson_nll" + reduction + "}");
      case 6 -> of("binary", "{type: bce" + reduction + "}");
      case 7 -> of("binary", "{type: bce_with_logits" + reduction + "}");
      case 8 ->
          of(
              "binary",
              "{type: bce_with_logits, posWeight: " + random.number(0.5, 4) + reduction + "}");
      case 9 -> of("binary", "{type: hinge" + reduction + "}");
      case 10 -> of("class", crossEntropy(reduction));
      default -> of("class", "{type: nll" + reduction + "}");
    };
  }

  private String of(String label, String loss) {
    target = label;
    classes = label.equals("class") ? 2 + random.below(3) : 0;
    return loss.replace("WEIGHTS", weights());
  }

  private String crossEntropy(String reduction) {
    String smoothing = random.chance(0.5) ? ", labelSmoothing: " + random.number(0.02, 0.3) : "";
    String weights = random.chance(0.5) ? ", classWeights: WEIGHTS" : "";
    return "{type: cross_entropy" + smoothing + weights + reduction + "}";
  }

  private String weights() {
    StringJoiner weights = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < classes; i++) {
      weights.add(random.number(0.3, 4));
    }
    return weights.toString();
  }

  private String labelType() {
    return switch (target) {
      case "class" -> "class, classes: " + classes;
      case "count" -> "numeric";
      default -> target;
    };
  }

  private List<String> layers(String loss, boolean embedded) {
    List<String> layers = new ArrayList<>();
    boolean dropout = !embedded && !schema.isSparse() && random.chance(0.25);
    if (embedded) {
      layers.add("{type: embedding, entries: 5, size: 2, column: 0}");
    } else if (!schema.isSparse() && schema.denseColumns() > 2 && random.chance(0.2)) {
      layers.add("{type: layer_norm}");
    }
    int hidden = random.below(3);
    for (int i = 0; i < hidden; i++) {
      int out = 3 + random.below(4);
      layers.add(
          "{type: linear, out: %d%s}".formatted(out, random.chance(0.2) ? ", bias: false" : ""));
      layers.add(activation());
      if (dropout) {
        layers.add("{type: dropout, probability: " + random.number(0.1, 0.5) + "}");
      }
    }
    layers.add("{type: linear, out: " + Math.max(1, classes) + "}");
    if (loss.contains("type: bce,") || loss.contains("type: bce}")) {
      layers.add("{type: sigmoid}");
    } else if (loss.contains("nll") && classes > 0) {
      layers.add("{type: log_softmax}");
    }
    return layers;
  }

  private String activation() {
    return random.one(
        "{type: relu}",
        "{type: leaky_relu, negativeSlope: " + random.number(0.01, 0.3) + "}",
        "{type: elu, alpha: " + random.number(0.5, 1.5) + "}",
        "{type: gelu}",
        "{type: silu}",
        "{type: softplus, beta: " + random.number(0.5, 2) + "}",
        "{type: tanh}",
        "{type: sigmoid}",
        "{type: softmax}",
        "{type: log_softmax}",
        "{type: layer_norm}");
  }

  private void addSteps(String loss) {
    String batch = random.one("single", "mini-batch", "mini-batch", "full");
    int epochs = 2 + random.below(10);
    yaml.add("optimizer: " + optimizer(loss, batch.equals("full")));
    if (random.chance(0.6)) {
      yaml.add("schedule: " + schedule());
    }
    if (random.chance(0.4)) {
      yaml.add(
          "clip: {type: %s, max: %s}"
              .formatted(random.one("norm", "value"), random.number(0.05, 1)));
    }
    yaml.add(
        switch (batch) {
          case "single" -> "batch: {mode: single}";
          case "full" -> "batch: {mode: full, size: 16, epochs: " + epochs + "}";
          default -> "batch: {mode: mini-batch, size: " + (2 + random.below(12)) + "}";
        });
  }

  /** Its rate is lower where gradients are larger, so that nothing diverges. */
  private String optimizer(String loss, boolean full) {
    double summed = loss.contains("sum") ? full ? 0.02 : 0.2 : 1;
    double gently = loss.contains("poisson") ? 0.3 * summed : summed;
    String decay = random.chance(0.4) ? ", weightDecay: " + random.number(0.001, 0.1) : "";
    String betas =
        random.chance(0.5)
            ? ", betas: [" + random.number(0.7, 0.95) + ", " + random.number(0.9, 0.999) + "]"
            : "";
    String rate = ", learningRate: " + RandomWords.number(gently * random.between(0.01, 0.05));
    String adam = rate + betas + ", eps: 1.0e-6";
    return switch (random.below(13)) {
      case 0 -> "{type: sgd" + rate + decay + "}";
      case 1 ->
          "{type: sgd"
              + rate
              + decay
              + ", momentum: "
              + random.number(0.3, 0.9)
              + dampening()
              + "}";
      case 2 -> "{type: adam" + adam + decay + (random.chance(0.5) ? ", amsgrad: true" : "") + "}";
      case 3 -> "{type: adamw" + adam + decay + "}";
      case 4 -> "{type: adamax" + adam + decay + "}";
      case 5 ->
          "{type: nadam" + adam + decay + ", momentumDecay: " + random.number(0.001, 0.1) + "}";
      case 6 -> "{type: radam" + adam + decay + "}";
      case 7 -> "{type: adagrad" + rate + decay + adagrad() + "}";
      case 8 ->
          "{type: adadelta, learningRate: "
              + random.number(0.2, 2)
              + ", rho: "
              + random.number(0.8, 0.95)
              + decay
              + "}";
      case 9 -> "{type: rmsprop" + rate + decay + rmsprop() + "}";
      case 10 -> "{type: ftrl, alpha: " + random.number(0.02, 0.3) + ftrl() + "}";
      case 11 -> "{type: cocob, alpha: " + random.number(20, 150) + "}";
      default -> "{type: dog, initialDistance: " + random.number(0.001, 0.02) + "}";
    };
  }

  private String dampening() {
    return random.one("", ", nesterov: true", ", dampening: " + random.number(0.1, 0.5));
  }

  private String adagrad() {
    return (random.chance(0.5) ? ", learningRateDecay: " + random.number(0.001, 0.1) : "")
        + ", initialAccumulator: "
        + random.number(0.01, 0.5);
  }

  private String rmsprop() {
    return ", eps: 1.0e-4, alpha: "
        + random.number(0.8, 0.99)
        + (random.chance(0.5) ? ", momentum: " + random.number(0.3, 0.9) : "")
        + (random.chance(0.5) ? ", centered: true" : "");
  }

  private String ftrl() {
    return (random.chance(0.5) ? ", l1: " + random.number(0.001, 0.1) : "")
        + (random.chance(0.5) ? ", l2: " + random.number(0.001, 0.1) : "")
        + (random.chance(0.5) ? ", beta: " + random.number(0.3, 2) : "");
  }

  private String schedule() {
    return switch (random.below(8)) {
      case 0 -> "{type: constant}";
      case 1 ->
          "{type: step, every: "
              + (1 + random.below(9))
              + ", gamma: "
              + random.number(0.5, 0.95)
              + "}";
      case 2 -> "{type: exponential, gamma: " + random.number(0.9, 0.999) + "}";
      case 3 ->
          "{type: cosine, steps: %d, minimum: %s}"
              .formatted(4 + random.below(30), random.number(0, 0.002));
      case 4 -> "{type: cosine, steps: %d, hold: true}".formatted(4 + random.below(30));
      case 5 -> "{type: linear_warmup, steps: " + (2 + random.below(30)) + "}";
      case 6 -> "{type: inverse_scaling, power: " + random.number(0.2, 0.8) + "}";
      default ->
          "{type: reduce_on_plateau, factor: %s, patience: %d, cooldown: %d, every: %d, threshold: 0.05}"
              .formatted(
                  random.number(0.3, 0.8), random.below(3), random.below(2), 1 + random.below(4));
    };
  }
}
