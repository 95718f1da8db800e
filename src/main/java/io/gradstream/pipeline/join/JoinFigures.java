package io.gradstream.pipeline.join;

/**
 * How a join stands, for whoever watches.
 *
 * @param waiting features that wait for their labels
 * @param joined features whose label has come, in the model's life
 * @param expired features whose label did not come in time, in the model's life
 * @param unmatched labels without features and features that were given up, in the model's life
 */
public record JoinFigures(long waiting, long joined, long expired, long unmatched) {
  /** Nothing has come. */
  public static final JoinFigures NONE = new JoinFigures(0, 0, 0, 0);
}
