package io.gradstream.data;

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
   */
  record Standard(Optional<List<Double>> mean, Optional<List<Double>> deviation) implements Scale {
    /** Checks that both are fixed or none, and that no deviation is negative. */
    public Standard {
      mean = new FixedFigure("mean", mean).finite();
      deviation = new FixedFigure("deviation", deviation).notNegative();
      new FixedFigure("mean", mean).requireAsManyAs(new FixedFigure("deviation", deviation));
    }

    /** By running figures. */
    public Standard() {
      this(Optional.empty(), Optional.empty());
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
          word(), new FixedFigure("mean", mean).with(new FixedFigure("deviation", deviation)));
    }
  }

  /**
   * {@code (x - min) / (max - min)}; 0 where they are the same.
   *
   * @param min of each column, fixed; the least seen where it is left out
   * @param max of each column, fixed; the largest seen where it is left out
   */
  record Minmax(Optional<List<Double>> min, Optional<List<Double>> max) implements Scale {
    /** Checks that both are fixed or none, and in their order. */
    public Minmax {
      min = new FixedFigure("min", min).finite();
      max = new FixedFigure("max", max).finite();
      new FixedFigure("min", min).requireAsManyAs(new FixedFigure("max", max));
      new FixedFigure("min", min).requireNotAbove(new FixedFigure("max", max));
    }

    /** By running figures. */
    public Minmax() {
      this(Optional.empty(), Optional.empty());
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
      return Scale.plain(word(), figures());
    }
  }

  /**
   * {@code (x - median) / (range / 1.349)} within -5 and 5, where a range of 0 counts as 1.349: a
   * deviation where x is normal, and one absurd value changes next to nothing.
   *
   * @param median of each column, fixed; that of the last 255 samples where it is left out
   * @param range from the first quartile of each column to the third, fixed; that of the last 255
   *     samples where it is left out
   */
  record Robust(Optional<List<Double>> median, Optional<List<Double>> range) implements Scale {
    /** Checks that both are fixed or none, and that no range is negative. */
    public Robust {
      median = new FixedFigure("median", median).finite();
      range = new FixedFigure("range", range).notNegative();
      new FixedFigure("median", median).requireAsManyAs(new FixedFigure("range", range));
    }

    /** By running figures. */
    public Robust() {
      this(Optional.empty(), Optional.empty());
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
      return Scale.plain(word(), figures());
    }
  }

  /** How a scale is written: by its word, with the figures beside it if they are fixed. */
  private static Object plain(String word, Map<String, List<Double>> figures) {
    if (figures.isEmpty()) {
      return word;
    }
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("type", word);
    written.putAll(figures);
    return written;
  }
}
