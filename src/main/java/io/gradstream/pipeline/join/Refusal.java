package io.gradstream.pipeline.join;

/** Told which record is given up, and why. */
@FunctionalInterface
public interface Refusal {
  /** The record becomes a dead letter. */
  void refuse(KeptRecord record, String reason);
}
