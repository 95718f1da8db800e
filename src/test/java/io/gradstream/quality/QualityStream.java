package io.gradstream.quality;

import java.util.List;
import java.util.Locale;

/** Samples in their order, and what a sample is. */
interface QualityStream {
  /** The constant's name. */
  String name();

  /** The name in the table. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The width of a model's output. */
  int outputs();

  /** The type of the loss. */
  String loss();

  /** The section {@code sample} of a configuration. */
  String sample();

  /** The samples as JSON objects, the same at every call. */
  List<String> rows();
}
