package io.gradstream.data;

import java.util.Locale;

/** How a numeric feature is brought into a range that gradients like. */
public enum Scale {
  /** Left as it is. */
  NONE,
  /** (x − mean) / √(population variance) of the samples seen; 0 while it never varied. */
  STANDARD,
  /** (x − min) / (max − min) of the samples seen, in [0, 1]; 0 while it never varied. */
  MINMAX,
  /**
   * (x − median) / (1.349 of a quartile range, a deviation where x is normal) of the last 255
   * samples, within −5 and 5: one absurd value changes next to nothing.
   */
  ROBUST;

  /** What scales these dense columns so. */
  ColumnScaler scaler(int[] columns) {
    return switch (this) {
      case STANDARD -> new StandardScaler(columns);
      case MINMAX -> new MinMaxScaler(columns);
      case ROBUST -> new RobustScaler(columns);
      case NONE -> throw new IllegalStateException("none is no scaler's");
    };
  }

  /** The word settings and published versions use: {@code standard}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
