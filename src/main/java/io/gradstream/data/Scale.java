package io.gradstream.data;

import java.util.Locale;

/** How a numeric feature is brought into a range that gradients like. */
public enum Scale {
  /** Left as it is. */
  NONE,
  /** (x − mean) / √(population variance) of the samples seen; 0 while it never varied. */
  STANDARD,
  /** (x − min) / (max − min) of the samples seen, in [0, 1]; 0 while it never varied. */
  MINMAX;

  /** The word settings and published versions use: {@code standard}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
