package io.gradstream.data;

import io.gradstream.settings.Bounds;
import io.gradstream.settings.PlainForm;
import io.gradstream.settings.SettingsText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a numeric feature is brought into a range that gradients like: by figures that run with the
 * stream, or by such as the settings fix, which then stay as they are.
 */
public sealed interface Scale extends PlainForm {
  /** The ways of scaling, whatever their figures. */
  enum Kind {
    /** {@link Scale.None}. */
    NONE,
    /** {@link Scale.Standard}. */
    STANDARD,
    /** {@link Scale.Minmax}. */
    MINMAX,
    /** {@link Scale.Robust}. */
    ROBUST
  }

  /** Which way it is. */
  Kind kind();

  /** The bound that is set on scaled values, if one is. */
  default Optional<Double> clip() {
    return Optional.empty();
  }

  /** How far from 0 a scaled value may be; infinite where there is no bound. */
  default double bound() {
    return clip().orElse(Double.POSITIVE_INFINITY);
  }

  /** Left as it is. */
  static Scale none() {
    return new None();
  }

  /** By running mean and deviation. */
  static Scale standard() {
    return new Standard();
  }

  /** By running minimum and maximum. */
  static Scale minmax() {
    return new Minmax();
  }

  /** By median and quartile range of the last values. */
  static Scale robust() {
    return new Robust();
  }

  /** Fixed figures under the names that versions give them; none where they run. */
  default Map<String, List<Double>> figures() {
    return Map.of();
  }

  /** Whether the settings fix its figures. */
  default boolean isFixed() {
    return !figures().isEmpty();
  }

  /** The word settings and published versions use: {@code standard}. */
  default String word() {
    return SettingsText.of(kind());
  }

  /**
   * Checks that fixed figures are one for each column.
   *
   * @throws IllegalArgumentException if they are not
   */
  default void requireColumns(int columns) {
    figures()
        .values()
        .forEach(
            each -> {
              if (each.size() != columns) {
                throw new IllegalArgumentException(
                    "scale must have a figure for each column, %d: %s".formatted(columns, each));
              }
            });
  }

  /** Puts what a consumer needs to scale a feature so, figures apart. */
  default void describe(Map<String, Object> into) {
    into.put("scale", word());
    clip().ifPresent(most -> into.put("clip", most));
  }

  /** Left as it is. */
  record None() implements Scale {
    @Override
    public Kind kind() {
      return Kind.NONE;
    }

    @Override
    public Object plain() {
      return word();
    }
  }

  /**
   * {@code (x - mean) / deviation}; 0 where the deviation is.
   *
   * @param mean of each column, fixed; that of the samples seen where it is left out
   * @param deviation of each column, fixed; the square root of the population variance of the
   *     samples seen where it is left out
   * @param clip how far from 0 a scaled value may be, more than 0; anything goes unless set
   */
  record Standard(
      Optional<List<Double>> mean, Optional<List<Double>> deviation, Optional<Double> clip)
      implements Scale {
    /** Checks that both are fixed or none, and that no deviation is negative. */
    public Standard {
      mean = new FixedFigure("mean", mean).finite();
      deviation = new FixedFigure("deviation", deviation).notNegative();
      new FixedFigure("mean", mean).requireAsManyAs(new FixedFigure("deviation", deviation));
      clip.ifPresent(most -> Bounds.positive("clip", most));
    }

    /** By running figures. */
    public Standard() {
      this(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** By fixed figures, without a bound of its own. */
    public static Standard fixed(List<Double> mean, List<Double> deviation) {
      return new Standard(Optional.of(mean), Optional.of(deviation), Optional.empty());
    }

    @Override
    public Kind kind() {
      return Kind.STANDARD;
    }

    @Override
    public Map<String, List<Double>> figures() {
      Optional<List<Double>> variance =
          deviation.map(each -> each.stream().map(x -> x * x).toList());
      return new FixedFigure("mean", mean).with(new FixedFigure("variance", variance));
    }

    @Override
    public Object plain() {
      return Scale.plain(
          word(),
          new FixedFigure("mean", mean).with(new FixedFigure("deviation", deviation)),
          clip);
    }
  }

  /**
   * {@code (x - min) / (max - min)}; 0 where they are the same.
   *
   * @param min of each column, fixed; the least seen where it is left out
   * @param max of each column, fixed; the largest seen where it is left out
   * @param clip how far from 0 a scaled value may be, more than 0; anything goes unless set
   */
  record Minmax(Optional<List<Double>> min, Optional<List<Double>> max, Optional<Double> clip)
      implements Scale {
    /** Checks that both are fixed or none, and in their order. */
    public Minmax {
      min = new FixedFigure("min", min).finite();
      max = new FixedFigure("max", max).finite();
      new FixedFigure("min", min).requireAsManyAs(new FixedFigure("max", max));
      clip.ifPresent(most -> Bounds.positive("clip", most));
      new FixedFigure("min", min).requireNotAbove(new FixedFigure("max", max));
    }

    /** By running figures. */
    public Minmax() {
      this(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** By fixed figures, without a bound of its own. */
    public static Minmax fixed(List<Double> min, List<Double> max) {
      return new Minmax(Optional.of(min), Optional.of(max), Optional.empty());
    }

    @Override
    public Kind kind() {
      return Kind.MINMAX;
    }

    @Override
    public Map<String, List<Double>> figures() {
      return new FixedFigure("min", min).with(new FixedFigure("max", max));
    }

    @Override
    public Object plain() {
      return Scale.plain(word(), figures(), clip);
    }
  }

  /**
   * {@code (x - median) / (range / 1.349)} within -5 and 5, where a range of 0 counts as 1.349: a
   * deviation where x is normal, and one absurd value changes next to nothing.
   *
   * @param median of each column, fixed; that of the last 255 samples where it is left out
   * @param range from the first quartile of each column to the third, fixed; that of the last 255
   *     samples where it is left out
   * @param clip how far from 0 a scaled value may be, more than 0; 5 unless set
   */
  record Robust(Optional<List<Double>> median, Optional<List<Double>> range, Optional<Double> clip)
      implements Scale {
    /** Checks that both are fixed or none, and that no range is negative. */
    public Robust {
      median = new FixedFigure("median", median).finite();
      range = new FixedFigure("range", range).notNegative();
      new FixedFigure("median", median).requireAsManyAs(new FixedFigure("range", range));
      clip.ifPresent(most -> Bounds.positive("clip", most));
    }

    /** By running figures. */
    public Robust() {
      this(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** By fixed figures, without a bound of its own. */
    public static Robust fixed(List<Double> median, List<Double> range) {
      return new Robust(Optional.of(median), Optional.of(range), Optional.empty());
    }

    @Override
    public double bound() {
      return clip.orElse(5.0);
    }

    @Override
    public Kind kind() {
      return Kind.ROBUST;
    }

    @Override
    public Map<String, List<Double>> figures() {
      return new FixedFigure("median", median).with(new FixedFigure("range", range));
    }

    @Override
    public Object plain() {
      return Scale.plain(word(), figures(), clip);
    }
  }

  /** How a scale is written: by its word, with what else is set beside it. */
  private static Object plain(
      String word, Map<String, List<Double>> figures, Optional<Double> clip) {
    if (figures.isEmpty() && clip.isEmpty()) {
      return word;
    }
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("type", word);
    written.putAll(figures);
    clip.ifPresent(most -> written.put("clip", most));
    return written;
  }
}
