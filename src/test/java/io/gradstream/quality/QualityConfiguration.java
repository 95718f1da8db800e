package io.gradstream.quality;

import java.util.List;

/**
 * How the streams are learned: what of a configuration does not depend on the stream.
 *
 * @param name in the table
 * @param hidden what stands before the layer that is as wide as the stream's output
 * @param rest further sections
 */
record QualityConfiguration(String name, String hidden, String rest) {
  private static final String NETWORK = "{type: linear, out: 32}, {type: relu}, ";

  /** Those of the table: a linear model with every optimizer, and a network with some. */
  static final List<QualityConfiguration> ALL =
      List.of(
          linear("left out", ""),
          linear("sgd 0.01", "{type: sgd, learningRate: 0.01}"),
          linear("adam", "{type: adam, learningRate: 0.001}"),
          linear("adam 0.01", "{type: adam, learningRate: 0.01}"),
          linear("adagrad", "{type: adagrad, learningRate: 0.01}"),
          linear("adagrad 0.1", "{type: adagrad, learningRate: 0.1}"),
          linear("ftrl 0.1", "{type: ftrl, alpha: 0.1}"),
          linear("ftrl 0.2", "{type: ftrl, alpha: 0.2}"),
          linear("rmsprop", "{type: rmsprop, learningRate: 0.01}"),
          linear("cocob", "{type: cocob}"),
          linear("dog", "{type: dog}"),
          linear("normalized", "{type: normalized}"),
          linear("auto", "{type: auto}"),
          linear("newton full", "{type: newton, matrix: full}"),
          linear("newton diagonal", "{type: newton, matrix: diagonal}"),
          network("network", ""),
          network("network adam 0.01", "{type: adam, learningRate: 0.01}"),
          network("network adagrad 0.1", "{type: adagrad, learningRate: 0.1}"),
          network("network auto", "{type: auto}"),
          network("network cocob", "{type: cocob}"));

  static QualityConfiguration linear(String name, String optimizer) {
    return new QualityConfiguration(name, "", section(optimizer));
  }

  static QualityConfiguration network(String name, String optimizer) {
    return new QualityConfiguration(name, NETWORK, section(optimizer));
  }

  private static String section(String optimizer) {
    return optimizer.isEmpty() ? "" : "optimizer: " + optimizer + "\n";
  }

  /** Whether a stream can be learned with it: a full matrix is for few columns. */
  boolean suits(QualityStream stream) {
    return !(rest.contains("full") && stream.sample().contains("buckets: 32768"));
  }

  /** The configuration of a stream whose samples are these. */
  String yaml(QualityStream stream, String sample) {
    return """
        input: {topic: quality}
        sample:
        %s
        model: {layers: [%s{type: linear, out: %d}]}
        loss: {type: %s}
        batch: {mode: single}
        %s
        """
        .formatted(sample.indent(2), hidden, stream.outputs(), stream.loss(), rest);
  }
}
