package io.gradstream.pipeline;

/**
 * Where a learner stands in its passes over a bounded input. A stream is no pass, and always news.
 */
final class Passes {
  /** What of the input is being learned. */
  private enum Stage {
    /** A stream, or the first pass before anything of it has come. */
    NEW,
    /** The first pass over a bounded input. */
    FIRST_PASS,
    /** Between two passes: the whole input has been seen. */
    BETWEEN,
    /** A later pass, over what has been seen. */
    LATER_PASS
  }

  private final boolean bounded;
  private Stage stage;

  /**
   * A learner's passes.
   *
   * @param bounded whether there are any
   * @param seen whether the input has been seen before
   */
  Passes(boolean bounded, boolean seen) {
    this.bounded = bounded;
    this.stage = bounded && seen ? Stage.BETWEEN : Stage.NEW;
  }

  /** Whether what comes has not been seen: it alone counts offsets and rejected records. */
  boolean isNews() {
    return stage == Stage.NEW || stage == Stage.FIRST_PASS;
  }

  /** Whether something of a pass has come, and not its end: nothing can be published here. */
  boolean isWithin() {
    return stage == Stage.FIRST_PASS || stage == Stage.LATER_PASS;
  }

  /** Whether what has come is of a first pass that has not ended: no parameter has it yet. */
  boolean isWithinFirst() {
    return stage == Stage.FIRST_PASS;
  }

  /** Something has come. */
  void advance() {
    if (bounded) {
      stage = isNews() ? Stage.FIRST_PASS : Stage.LATER_PASS;
    }
  }

  /** The end of a pass has come. */
  void end() {
    stage = Stage.BETWEEN;
  }
}
