package io.gradstream.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A stream of three numbers and a label, numeric or binary, into which somebody may put a stretch
 * of absurd samples; made anew from every seed.
 */
record PoisonedSamples(long seed, boolean binary) {
  static final int BEFORE = 2_000;
  static final int POISON = 1_000;
  static final int AFTER = 2_000;

  private static final double FAR = 1e30;

  /** The stream as it would be without them. */
  List<String> good() {
    return good(BEFORE + AFTER);
  }

  List<String> good(int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              double[] x = features(random);
              String y = label(x, random);
              return sample(x, binary ? (Double.parseDouble(y) > 2 ? "1" : "0") : y);
            })
        .toList();
  }

  /** The stream with a thousand of them in a row, from offset {@link #BEFORE} on. */
  List<String> poisoned() {
    List<String> poisoned = new ArrayList<>(good());
    poisoned.addAll(BEFORE, poison());
    return poisoned;
  }

  private List<String> poison() {
    SplittableRandom random = new SplittableRandom(~seed);
    return IntStream.range(0, POISON).mapToObj(i -> poison(i % 4, random)).toList();
  }

  private String poison(int kind, SplittableRandom random) {
    double[] x = features(random);
    return switch (kind) {
      case 0 -> sample(new double[] {x[0], FAR, x[2]}, binary ? "1" : "2.0");
      case 1 -> sample(new double[] {-FAR, -FAR, FAR}, binary ? "0" : "2.0");
      case 2 -> "{\"a\": NaN, \"b\": NaN, \"c\": NaN, \"y\": NaN}";
      default -> sample(x, binary ? "1e6" : label(x, random) + "e6");
    };
  }

  private static double[] features(SplittableRandom random) {
    return new double[] {
      random.nextGaussian(), 0.5 + random.nextGaussian(), 0.2 * random.nextGaussian() + 1
    };
  }

  private static String label(double[] x, SplittableRandom random) {
    double y = 2 + 0.5 * x[0] - 0.3 * x[1] + 0.2 * x[2] + 0.2 * random.nextGaussian();
    return String.format(Locale.ROOT, "%.4f", Math.max(0.1, y));
  }

  static String sample(double[] x, String y) {
    return "{\"a\": %s, \"b\": %s, \"c\": %s, \"y\": %s}".formatted(x[0], x[1], x[2], y);
  }

  /**
   * The sections of a learner of them: {@code sample}, {@code model}, {@code loss} and the rest.
   */
  static List<String> configuration(String scale, String model, String loss, String optimizer) {
    String last = loss.equals("bce") ? ", {type: sigmoid}" : "";
    String hidden = model.equals("linear") ? "" : "{type: linear, out: 8}, {type: relu}, ";
    String feature = "{field: %s, type: numeric, scale: " + scale + "}";
    return List.of(
        "sample: {features: [%s, %s, %s], label: {field: y, type: %s}}"
            .formatted(
                feature.formatted("a"),
                feature.formatted("b"),
                feature.formatted("c"),
                loss.equals("bce") ? "binary" : "numeric"),
        "model: {layers: [%s{type: linear, out: 1}%s]}".formatted(hidden, last),
        "loss: {type: %s}".formatted(loss),
        "optimizer: " + optimizer,
        "batch: {mode: single}");
  }
}
