package io.gradstream.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A stream that is made by a formula, from a seed of its own. */
enum MadeStream implements QualityStream {
  /** Friedman (Annals of Statistics, 1991): five of ten uniform numbers count, two of them bent. */
  FRIEDMAN(40_768, 10, Label.NUMBER) {
    @Override
    double label(double[] x, double share, RandomGenerator random) {
      return 10 * Math.sin(Math.PI * x[0] * x[1])
          + 20 * (x[2] - 0.5) * (x[2] - 0.5)
          + 10 * x[3]
          + 5 * x[4]
          + random.nextGaussian();
    }
  },

  /** SEA (Street and Kim, KDD 2001): a sum's bound that jumps three times; a tenth is noise. */
  SEA(20_000, 3, Label.BINARY) {
    @Override
    double label(double[] x, double share, RandomGenerator random) {
      double bound = new double[] {0.8, 0.9, 0.7, 0.95}[(int) (4 * share)];
      return flipped(x[0] + x[1] <= bound, 0.1, random);
    }
  },

  /** A hyperplane that turns (Hulten, Spencer and Domingos, KDD 2001); a twentieth is noise. */
  HYPERPLANE(20_000, 10, Label.BINARY) {
    @Override
    double label(double[] x, double share, RandomGenerator random) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += Math.cos(3 * share + i) * (x[i] - 0.5);
      }
      return flipped(sum > 0, 0.05, random);
    }
  },

  /** The last of three columns is constant for the first third, and then counts most. */
  LATE(20_000, 3, Label.BINARY) {
    @Override
    double[] features(double share, RandomGenerator random) {
      double[] x = super.features(share, random);
      x[2] = share < 1.0 / 3 ? 0.5 : x[2];
      return x;
    }

    @Override
    double label(double[] x, double share, RandomGenerator random) {
      return flipped(x[0] - x[1] + 6 * (x[2] - 0.5) > 0, 0.1, random);
    }
  },

  /** One in a hundred is a yes, most of them where two columns are large. */
  RARE(30_000, 5, Label.BINARY) {
    @Override
    double label(double[] x, double share, RandomGenerator random) {
      double logit = -9 + 4 * x[0] + 5 * x[1];
      return random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
  },

  /**
   * Features and noise have tails so heavy that they have no variance (Student's t of 3, over its
   * root).
   */
  HEAVY(20_000, 5, Label.NUMBER) {
    @Override
    double[] features(double share, RandomGenerator random) {
      return IntStream.range(0, 5).mapToDouble(i -> heavy(random)).toArray();
    }

    @Override
    double label(double[] x, double share, RandomGenerator random) {
      return 3 * Math.tanh(x[0])
          - 2 * Math.tanh(x[1])
          + x[2] / (1 + Math.abs(x[2]))
          + heavy(random) / 5;
    }
  },

  /** A day of 48 samples, as sine and cosine, whose swing fades out and comes again. */
  DAILY(20_000, 4, Label.NUMBER) {
    @Override
    double[] features(double share, RandomGenerator random) {
      double[] x = super.features(share, random);
      double angle = 2 * Math.PI * share * 20_000 / 48;
      x[0] = Math.sin(angle);
      x[1] = Math.cos(angle);
      return x;
    }

    @Override
    double label(double[] x, double share, RandomGenerator random) {
      double swing = 5 + 5 * Math.cos(4 * Math.PI * share);
      return 40 + swing * x[0] + 3 * x[1] + 2 * x[2] + random.nextGaussian();
    }
  },

  /** Six columns of twelve orders of magnitude, each of which counts as much as the others. */
  MAGNITUDES(20_000, 6, Label.BINARY) {
    @Override
    double[] features(double share, RandomGenerator random) {
      double[] x = super.features(share, random);
      for (int i = 0; i < x.length; i++) {
        x[i] = Math.pow(10, 2.4 * i - 6) * (x[i] - 0.5);
      }
      return x;
    }

    @Override
    double label(double[] x, double share, RandomGenerator random) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += (i % 2 == 0 ? 4 : -4) * x[i] / Math.pow(10, 2.4 * i - 6);
      }
      return random.nextDouble() < 1 / (1 + Math.exp(-sum)) ? 1 : 0;
    }
  };

  /** What is predicted. */
  private enum Label {
    NUMBER,
    BINARY
  }

  private final int count;
  private final int width;
  private final Label label;

  MadeStream(int count, int width, Label label) {
    this.count = count;
    this.width = width;
    this.label = label;
  }

  /** A sample's features, when this share of the stream is over. */
  double[] features(double share, RandomGenerator random) {
    return IntStream.range(0, width).mapToDouble(i -> random.nextDouble()).toArray();
  }

  /** Its label. */
  abstract double label(double[] features, double share, RandomGenerator random);

  private static double flipped(boolean yes, double probability, RandomGenerator random) {
    return yes == random.nextDouble() >= probability ? 1 : 0;
  }

  private static double heavy(RandomGenerator random) {
    double squares = 0;
    for (int i = 0; i < 3; i++) {
      double normal = random.nextGaussian();
      squares += normal * normal / 3;
    }
    return random.nextGaussian() / Math.pow(squares, 1.0);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public String loss() {
    return label == Label.NUMBER ? "mse" : "bce_with_logits";
  }

  @Override
  public String sample() {
    return sample("{type: standard, clip: 5}");
  }

  /** The section {@code sample} with another scale of every feature. */
  String sample(String scale) {
    String features =
        IntStream.range(0, width)
            .mapToObj(i -> "  - {field: x%d, type: numeric, scale: %s}%n".formatted(i, scale))
            .collect(Collectors.joining());
    return "features:%n%slabel: {field: y, type: %s}%n"
        .formatted(features, label == Label.NUMBER ? "numeric, scale: standard" : "binary");
  }

  @Override
  public List<String> rows() {
    RandomGenerator random = new SplittableRandom(ordinal() + 1);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double share = i / (double) count;
      double[] x = features(share, random);
      rows.add(row(x, label(x, share, random)));
    }
    return rows;
  }

  private String row(double[] x, double y) {
    StringBuilder row = new StringBuilder("{");
    for (int i = 0; i < x.length; i++) {
      row.append("\"x").append(i).append("\": ").append(x[i]).append(", ");
    }
    return row.append("\"y\": ").append(y).append('}').toString();
  }
}
